import type { Context } from 'hono'
import type { Host } from '../host.ts'

/** The bytes of a request's body; undefined where it has none. */
export const bodyBytes = (host: Host, context: Context): AsyncIterable<Uint8Array> | undefined => {
  if (host.readBody) return host.readBody(context)
  const { body } = context.req.raw
  return body ? chunksOf(body) : undefined
}

/** Not every runtime can iterate its streams. */
async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader()
  let isAtEnd = false
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) {
        isAtEnd = true
        return
      }
      yield value
    }
  } finally {
    if (!isAtEnd) await reader.cancel()
    reader.releaseLock()
  }
}
