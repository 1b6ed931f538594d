import type { HeldBytes } from './held-bytes.ts'

export interface BlobPart {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly isLast: boolean
  /** Lets its bytes be forgotten; to be called once. */
  free(): void
}

/** A part begins with this and doubles, so that a small or a slow blob holds little. */
const firstCapacityBytes = 64 * 1024

/**
 * The bytes of a source in parts of one size, but for the last, which may be shorter or empty where
 * it is the only one. Whoever is given a part frees it; the one being gathered frees itself.
 */
export async function* partsOf(
  chunks: AsyncIterable<Uint8Array>,
  partSizeBytes: number,
  held: HeldBytes,
): AsyncGenerator<BlobPart, void, undefined> {
  let buffer = new Uint8Array()
  let length = 0

  const makeRoom = (bytes: number): void => {
    if (length + bytes <= buffer.byteLength) return
    const doubled = Math.max(firstCapacityBytes, buffer.byteLength * 2, length + bytes)
    const capacity = Math.min(partSizeBytes, doubled)
    held.take(capacity - buffer.byteLength)
    const larger = new Uint8Array(capacity)
    larger.set(buffer.subarray(0, length))
    buffer = larger
  }
  const handOver = (isLast: boolean): BlobPart => {
    const { byteLength } = buffer
    const part = { bytes: buffer.subarray(0, length), isLast, free: () => held.free(byteLength) }
    buffer = new Uint8Array()
    length = 0
    return part
  }

  try {
    for await (const chunk of chunks) {
      for (let taken = 0; taken < chunk.byteLength;) {
        if (length === partSizeBytes) yield handOver(false)
        const next = chunk.subarray(taken, taken + partSizeBytes - length)
        makeRoom(next.byteLength)
        buffer.set(next, length)
        length += next.byteLength
        taken += next.byteLength
      }
    }
    yield handOver(true)
  } finally {
    held.free(buffer.byteLength)
  }
}
