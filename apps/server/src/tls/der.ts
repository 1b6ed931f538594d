/** The bytes of ASN.1 values in their one encoding (X.690), as far as a certificate needs it. */
const value = (tag: number, content: Uint8Array): Buffer => {
  const { length } = content
  const long = [length >> 16, (length >> 8) & 0xff, length & 0xff]
  const significant = long.slice(long.findIndex((byte) => byte > 0))
  const size = length < 0x80 ? [length] : [0x80 | significant.length, ...significant]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

const joined = (parts: readonly Uint8Array[]): Buffer => Buffer.concat(parts)

/** SEQUENCE of what is given. */
export const sequence = (...parts: readonly Uint8Array[]): Buffer => value(0x30, joined(parts))

/** SET of one value. */
export const setOf = (member: Uint8Array): Buffer => value(0x31, member)

/** INTEGER, not negative, of big-endian bytes. */
export const integer = (bytes: Uint8Array): Buffer => {
  const first = bytes.findIndex((byte) => byte > 0)
  const digits = first === -1 ? Buffer.of(0) : bytes.subarray(first)
  return value(0x02, (digits[0] ?? 0) < 0x80 ? digits : joined([Buffer.of(0), digits]))
}

/** BOOLEAN that is true; false is a default, and left out. */
export const isTrue: Buffer = value(0x01, Buffer.of(0xff))

/** BIT STRING of whole bytes, or with some bits of the last one unused. */
export const bitString = (bytes: Uint8Array, unusedBits = 0): Buffer =>
  value(0x03, joined([Buffer.of(unusedBits), bytes]))

/** OCTET STRING. */
export const octetString = (bytes: Uint8Array): Buffer => value(0x04, bytes)

/** UTF8String. */
export const utf8 = (text: string): Buffer => value(0x0c, Buffer.from(text))

/** OBJECT IDENTIFIER of its dotted form. */
export const objectIdentifier = (dotted: string): Buffer => {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return value(0x06, Buffer.from([40 * first + second, ...rest.flatMap(baseOf128)]))
}

const baseOf128 = (number: number): number[] => {
  const digits = [number & 0x7f]
  for (let left = number >> 7; left > 0; left >>= 7) digits.unshift(0x80 | (left & 0x7f))
  return digits
}

/** A moment to the second: UTCTime until 2049, GeneralizedTime from then on, as RFC 5280 asks. */
export const time = (ms: number): Buffer => {
  const digits = new Date(ms).toISOString().replaceAll(/[-:T]|\.\d+/g, '')
  return digits < '2050'
    ? value(0x17, Buffer.from(digits.slice(2)))
    : value(0x18, Buffer.from(digits))
}

/** A context-specific value: `isConstructed` where it holds others, else bare bytes. */
export const tagged = (number: number, content: Uint8Array, isConstructed: boolean): Buffer =>
  value(0x80 | (isConstructed ? 0x20 : 0) | number, content)
