/** One value of DER: its tag, and its content. */
export interface DerValue {
  readonly tag: number
  readonly content: Uint8Array
}

/** The tags that certificates are made of. */
export const derTags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  /** The version of a certificate. */
  context0: 0xa0,
  /** Its unique identifiers, and its extensions. */
  context1: 0x81,
  context2: 0x82,
  context3: 0xa3,
} as const

/** The values that follow one another in these bytes; undefined where they are no DER. */
export const readDer = (bytes: Uint8Array): readonly DerValue[] | undefined => {
  const values: DerValue[] = []
  for (let offset = 0; offset < bytes.length;) {
    const tag = bytes[offset] ?? 0
    const length = readLength(bytes, offset + 1)
    // Tags of several bytes occur in no certificate.
    if (!length || (tag & 0x1f) === 0x1f) return undefined
    const end = length.contentAt + length.count
    if (end > bytes.length) return undefined
    values.push({ tag, content: bytes.subarray(length.contentAt, end) })
    offset = end
  }
  return values
}

/** The values in a value of that tag; undefined where it is none. */
export const partsOf = (
  value: DerValue | undefined,
  tag: number,
): readonly DerValue[] | undefined => (value?.tag === tag ? readDer(value.content) : undefined)

/** Reads a length in its one definite, shortest form. */
const readLength = (
  bytes: Uint8Array,
  at: number,
): { readonly count: number; readonly contentAt: number } | undefined => {
  const first = bytes[at]
  if (first === undefined || first === 0x80) return undefined
  if (first < 0x80) return { count: first, contentAt: at + 1 }
  const octets = bytes.subarray(at + 1, at + 1 + (first & 0x7f))
  if (octets.length !== (first & 0x7f) || octets.length > 4 || octets[0] === 0) return undefined
  const count = octets.reduce((sum, octet) => sum * 256 + octet, 0)
  return count < 0x80 ? undefined : { count, contentAt: at + 1 + octets.length }
}
