import type { Context } from 'hono'
import type { Host } from '../host.ts'

/** The bytes of a request's body; undefined where it has none. */
export const bodyBytes = (host: Host, context: Context): AsyncIterable<Uint8Array> | undefined => {
  if (host.readBody) return host.readBody(context)
  const { body } = context.req.raw
  return body ? chunksOf(body) : undefined
}

/**
 * Not every runtime can iterate its streams; and unlike a generator this one can be left while it
 * waits for a chunk that may never come.
 */
const chunksOf = (body: ReadableStream<Uint8Array>): AsyncIterable<Uint8Array> => ({
  [Symbol.asyncIterator]() {
    const reader = body.getReader()
    return {
      async next() {
        const { done, value } = await reader.read()
        return done ? { done, value: undefined } : { done, value }
      },
      async return() {
        await reader.cancel()
        return { done: true, value: undefined }
      },
    }
  },
})
