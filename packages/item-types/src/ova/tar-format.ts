/** Bytes of a block: headers are one, content is padded to whole ones. */
export const blockBytes = 512

/** Where the fields of a header stand (POSIX.1-1988 ustar): first byte, and bytes. */
export const fields = {
  name: [0, 100],
  mode: [100, 8],
  userId: [108, 8],
  groupId: [116, 8],
  size: [124, 12],
  modified: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  magic: [257, 8],
  prefix: [345, 155],
} as const satisfies Readonly<Record<string, readonly [offset: number, length: number]>>

/** The bytes of a field. */
export const fieldOf = (header: Uint8Array, name: keyof typeof fields): Uint8Array => {
  const [offset, length] = fields[name]
  return header.subarray(offset, offset + length)
}

/** Bytes from the end of content to the next block. */
export const paddingOf = (size: number): number => (blockBytes - (size % blockBytes)) % blockBytes

/** What the field for the checksum must say: the sum of all bytes, its own taken for spaces. */
export const checksumOf = (header: Uint8Array): number => {
  const [offset, length] = fields.checksum
  let sum = length * 0x20
  for (const [index, byte] of header.entries())
    if (index < offset || index >= offset + length) sum += byte
  return sum
}
