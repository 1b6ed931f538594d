/** What one read may bring: workerd brings 4 KiB where it is not asked for more. */
const chunkBytesMax = 256 * 1024

/** The bytes of a request's body in large chunks; it can be left while it waits for one. */
export const requestBytes = (request: Request): AsyncIterable<Uint8Array> | undefined => {
  const { body } = request
  if (!body) return undefined
  return {
    [Symbol.asyncIterator]() {
      const reader = body.getReader({ mode: 'byob' })
      return {
        async next() {
          const { done, value } = await reader.read(new Uint8Array(chunkBytesMax))
          return done || !value ? { done: true, value: undefined } : { done: false, value }
        },
        async return() {
          await reader.cancel()
          return { done: true, value: undefined }
        },
      }
    },
  }
}
