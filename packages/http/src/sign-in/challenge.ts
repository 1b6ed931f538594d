/** What a 401 asks of programs. A browser would ask its user in a dialog of its own: it is spared. */
export const challengeFor = (headers: Headers): Readonly<Record<string, string>> =>
  isFromBrowser(headers)
    ? {}
    : { 'www-authenticate': 'Basic realm="content library", charset="UTF-8"' }

const isFromBrowser = (headers: Headers): boolean =>
  ['sec-fetch-site', 'sec-fetch-mode', 'sec-fetch-dest', 'origin', 'x-requested-with'].some(
    (name) => headers.has(name),
  )
