import type { HeldBytes } from './held-bytes.ts'

export interface BlobPart {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly isLast: boolean
  /** Gives its memory back; to be called once, when nobody reads it any more. */
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
  let buffer: Uint8Array<ArrayBuffer> | undefined
  let length = 0

  const capacityFor = (bytes: number, before: number): number => {
    if (held.hasSpare(partSizeBytes)) return partSizeBytes
    return Math.min(partSizeBytes, Math.max(firstCapacityBytes, before * 2, bytes))
  }
  const withRoomFor = (bytes: number): Uint8Array<ArrayBuffer> => {
    const before = buffer?.byteLength ?? 0
    if (buffer && length + bytes <= before) return buffer
    const larger = held.take(capacityFor(length + bytes, before))
    if (buffer) {
      larger.set(buffer.subarray(0, length))
      held.give(buffer)
    }
    buffer = larger
    return larger
  }
  const handOver = (isLast: boolean): BlobPart => {
    const whole = buffer
    const bytes = whole?.subarray(0, length) ?? new Uint8Array()
    buffer = undefined
    length = 0
    return { bytes, isLast, free: () => whole && held.give(whole) }
  }

  try {
    for await (const chunk of chunks) {
      for (let taken = 0; taken < chunk.byteLength;) {
        if (length === partSizeBytes) yield handOver(false)
        const next = chunk.subarray(taken, taken + partSizeBytes - length)
        withRoomFor(next.byteLength).set(next, length)
        length += next.byteLength
        taken += next.byteLength
      }
    }
    yield handOver(true)
  } finally {
    if (buffer) held.give(buffer)
  }
}
