/** An address as its bytes: 4 of them, or 16. */
export type IpAddress = Uint8Array

const parseFour = (text: string): IpAddress | undefined => {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part)))
    return undefined
  const numbers = parts.map(Number)
  return numbers.every((number) => number <= 255) ? Uint8Array.from(numbers) : undefined
}

/** The groups of one side of `::`, where the last one may be an IPv4 address. */
const groupsOf = (text: string): readonly number[] | undefined => {
  if (text === '') return []
  const groups: number[] = []
  const parts = text.split(':')
  for (const [index, part] of parts.entries()) {
    if (part.includes('.') && index === parts.length - 1) {
      const four = parseFour(part)
      if (!four) return undefined
      const [a = 0, b = 0, c = 0, d = 0] = four
      groups.push(a * 256 + b, c * 256 + d)
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) {
      groups.push(Number.parseInt(part, 16))
    } else return undefined
  }
  return groups
}

const parseSixteen = (text: string): IpAddress | undefined => {
  const sides = text.split('::')
  if (sides.length > 2) return undefined
  const [head, tail] = [groupsOf(sides[0] ?? ''), groupsOf(sides[1] ?? '')]
  if (!head || !tail) return undefined
  const missing = 8 - head.length - tail.length
  if (sides.length === 1 ? missing !== 0 : missing < 1) return undefined
  const groups = [...head, ...Array.from({ length: missing }, () => 0), ...tail]
  return Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 255]))
}

/**
 * The address that a text is in its usual spelling, IPv6 with or without brackets and zone;
 * undefined for anything else. Odd spellings (octal, hex, short) are the URL parser's, which turns
 * them into this one.
 */
export const parseAddress = (text: string): IpAddress | undefined => {
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text
  const [address = ''] = bare.split('%')
  return address.includes(':') ? parseSixteen(address) : parseFour(address)
}

/** Whether two addresses are the same. */
export const isSameAddress = (one: IpAddress, other: IpAddress): boolean =>
  one.length === other.length && one.every((byte, index) => byte === other[index])
