const entities: Readonly<Record<string, string>> = {
  amp: '&',
  apos: "'",
  gt: '>',
  lt: '<',
  quot: '"',
}

const unescapeXml = (text: string): string =>
  text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal))
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16))
    return entities[name as string] ?? whole
  })

/** A text as the content of an element; quotes stay, as some services read entities poorly. */
export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** The inside of every element of this name, in order; S3's elements of a name are never nested. */
export const elements = (xml: string, name: string): readonly string[] =>
  Array.from(
    xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>(.*?)</${name}>`, 'gs')),
    (match) => match[1] ?? '',
  )

/** The text of the first element of this name. */
export const elementText = (xml: string, name: string): string | undefined => {
  const inside = elements(xml, name)[0]
  return inside === undefined ? undefined : unescapeXml(inside)
}
