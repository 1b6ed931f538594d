import { accessionError } from '@accession/core/errors'

/** Bytes that come in chunks, taken in whatever pieces are wanted. */
export interface ByteSource {
  /** Bytes taken so far. */
  readonly taken: number
  /**
   * Exactly as many bytes, or fewer where the source ends before; for small pieces, as it copies.
   */
  take(count: number): Promise<Uint8Array>
  /**
   * The next bytes, at most as many; undefined at the end. Nobody else sees their memory, which may
   * be given back: of a chunk that others get a part of too, this is a copy.
   */
  next(max: number): Promise<Uint8Array | undefined>
  /** The same for bytes that are only looked at: never a copy. */
  peekNext(max: number): Promise<Uint8Array | undefined>
}

/**
 * Reads chunks one after the other, each once the one before has been taken. Taking more than
 * `bytesMax` in all throws INVALID_ARGUMENT.
 */
export const createByteSource = (
  chunks: AsyncIterator<Uint8Array>,
  bytesMax: number,
): ByteSource => {
  let current = new Uint8Array()
  let taken = 0

  const fill = async (): Promise<boolean> => {
    while (current.byteLength === 0) {
      const step = await chunks.next()
      if (step.done) return false
      current = step.value as Uint8Array<ArrayBuffer>
    }
    if (taken === bytesMax) throw accessionError('accession.ova.too_large', [bytesMax])
    return true
  }
  const cut = (max: number): Uint8Array => {
    const piece = current.subarray(0, Math.min(max, bytesMax - taken))
    current = current.subarray(piece.byteLength)
    taken += piece.byteLength
    return piece
  }
  return {
    get taken() {
      return taken
    },
    async take(count) {
      const bytes = new Uint8Array(count)
      let filled = 0
      while (filled < count && (await fill())) {
        const piece = cut(count - filled)
        bytes.set(piece, filled)
        filled += piece.byteLength
      }
      return bytes.subarray(0, filled)
    },
    async next(max) {
      if (!(await fill())) return undefined
      const piece = cut(max)
      return current.byteLength > 0 ? new Uint8Array(piece) : piece
    },
    async peekNext(max) {
      return (await fill()) ? cut(max) : undefined
    },
  }
}
