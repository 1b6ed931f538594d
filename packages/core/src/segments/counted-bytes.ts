import type { Counter } from '../ports/metrics.ts'

/** Chunks as they come from elsewhere, until they are let go of. */
export interface Chunks {
  next(): Promise<IteratorResult<Uint8Array, undefined>>
  /** Lets go of their source, also before the first of them. */
  return(): Promise<IteratorResult<Uint8Array, undefined>>
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, undefined>
}

/** Counts the bytes of a source as they come. */
export const countedBytes = (chunks: Chunks, fetched: Pick<Counter, 'add'>): Chunks => ({
  return: () => chunks.return(),
  async next() {
    const next = await chunks.next()
    if (!next.done) fetched.add(next.value.byteLength)
    return next
  },
  [Symbol.asyncIterator]() {
    return this
  },
})
