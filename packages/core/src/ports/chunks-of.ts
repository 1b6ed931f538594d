/**
 * The chunks of a stream, which is let go of when they are left early, also before the first. Not
 * every runtime can iterate its streams.
 */
export const chunksOf = (
  stream: ReadableStream<Uint8Array>,
): AsyncIterableIterator<Uint8Array, undefined> & {
  readonly return: () => Promise<IteratorReturnResult<undefined>>
} => {
  const reader = stream.getReader()
  const end = { done: true, value: undefined } as const
  return {
    async next() {
      const { done, value } = await reader.read()
      return done ? end : { done, value }
    },
    async return() {
      // What fails here has been told to whoever read.
      await reader.cancel().catch(() => undefined)
      return end
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
