/** One value of DER. */
export const writeDer = (tag: number, ...contents: readonly Uint8Array[]): Uint8Array => {
  const { length } = contents.flatMap((content) => [...content])
  const octets = length.toString(16).padStart(length < 0x100 ? 2 : 4, '0')
  const bytes = octets.match(/../g)?.map((octet) => Number.parseInt(octet, 16)) ?? []
  const head = length < 0x80 ? bytes : [0x80 | bytes.length, ...bytes]
  return Uint8Array.from([tag, ...head, ...contents.flatMap((content) => [...content])])
}

/** The bytes that hex spells. */
export const fromHex = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (octet) => Number.parseInt(octet, 16))
