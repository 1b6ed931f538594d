/** The head of a request without a body, or with one of a known length. */
export const headOf = (
  method: string,
  target: string,
  fields: Readonly<Record<string, string | number>> = {},
): string => {
  const lines = Object.entries({ host: 'localhost', ...fields }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  )
  return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`
}

/** A whole request with a JSON body, to be sent in one piece. */
export const jsonRequest = (
  method: string,
  target: string,
  token: string | undefined,
  value?: unknown,
): string => {
  const text = value === undefined ? '' : JSON.stringify(value)
  const fields = {
    ...(token === undefined ? {} : { 'vmware-api-session-id': token }),
    ...(text === '' ? {} : { 'content-type': 'application/json' }),
    ...(method === 'GET' || method === 'DELETE' ? {} : { 'content-length': text.length }),
  }
  return headOf(method, target, fields) + text
}
