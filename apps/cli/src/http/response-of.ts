import type { IncomingMessage } from 'node:http'

/** The answer of a request of `node:http`, its body read as it is wanted. */
export const responseOf = (
  incoming: IncomingMessage,
  method: string,
  signal: AbortSignal | undefined,
): Response => {
  const { statusCode: status = 500 } = incoming
  const headers = new Headers()
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value)
  }
  const isEmpty = method === 'HEAD' || [204, 205, 304].includes(status)
  if (isEmpty) incoming.resume()
  return new Response(isEmpty ? null : bodyOf(incoming, signal), { status, headers })
}

const bodyOf = (
  incoming: IncomingMessage,
  signal: AbortSignal | undefined,
): ReadableStream<Uint8Array> => {
  const chunks = incoming[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, void>
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await chunks.next().catch((error: unknown) => {
          throw signal?.aborted ? signal.reason : error
        })
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel() {
        incoming.destroy()
      },
    },
    { highWaterMark: 0 },
  )
}
