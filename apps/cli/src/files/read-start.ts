/** The first bytes of something small, kept in memory; what comes after `bytesMax` is not read. */
export const readStart = async (
  bytes: AsyncIterable<Uint8Array>,
  bytesMax: number,
): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = []
  let left = bytesMax
  for await (const piece of bytes) {
    // A piece may be a part of memory that is used again.
    pieces.push(piece.slice(0, left))
    left -= piece.byteLength
    if (left <= 0) break
  }
  return Buffer.concat(pieces)
}
