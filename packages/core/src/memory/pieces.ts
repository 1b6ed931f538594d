/** Bytes that grow at their end, kept in pieces of one size, so that any chunking costs the same. */
export interface Pieces {
  append(chunk: Uint8Array): void
  size(): number
  /** A copy of the bytes from `start` to the end of their piece, but none from `end` on. */
  copyFrom(start: number, end: number): Uint8Array
}

const pieceBytes = 64 * 1024

/** Pieces that hold nothing yet. */
export const createPieces = (): Pieces => {
  const full: Uint8Array[] = []
  // Grows by doubling until it is a whole piece: most blobs of a test are small.
  let last = new Uint8Array(256)
  let lastLength = 0

  const makeRoom = (wanted: number): void => {
    if (lastLength === pieceBytes) {
      full.push(last)
      last = new Uint8Array(pieceBytes)
      lastLength = 0
    } else if (lastLength + wanted > last.byteLength && last.byteLength < pieceBytes) {
      const grown = new Uint8Array(
        Math.min(pieceBytes, Math.max(last.byteLength * 2, lastLength + wanted)),
      )
      grown.set(last.subarray(0, lastLength))
      last = grown
    }
  }

  return {
    append(chunk) {
      for (let taken = 0; taken < chunk.byteLength;) {
        makeRoom(chunk.byteLength - taken)
        const part = chunk.subarray(taken, taken + last.byteLength - lastLength)
        last.set(part, lastLength)
        lastLength += part.byteLength
        taken += part.byteLength
      }
    },
    size: () => full.length * pieceBytes + lastLength,
    copyFrom(start, end) {
      const index = Math.floor(start / pieceBytes)
      const pieceStart = index * pieceBytes
      return (full[index] ?? last.subarray(0, lastLength)).slice(
        start - pieceStart,
        end - pieceStart,
      )
    },
  }
}
