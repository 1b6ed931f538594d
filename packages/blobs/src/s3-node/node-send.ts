import { Agent, request as requestPlain } from 'node:http'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { Agent as TlsAgent, request as requestTls } from 'node:https'
import type { SendS3 } from '../s3/send-s3.ts'

/**
 * Sends by `node:http`. The `fetch` of Node.js up to 24 ends the process, by an error that nobody
 * can catch, where the other side closes a connection whose body is not being read just then
 * (nodejs/undici#5360), and copies each body that it sends.
 */
export const createNodeSend = (): SendS3 => {
  const plain = new Agent({ keepAlive: true })
  const tls = new TlsAgent({ keepAlive: true })
  return async (url, { method, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const length = body || method === 'PUT' || method === 'POST' ? (body?.byteLength ?? 0) : null
      const options = {
        method,
        signal,
        headers: {
          ...Object.fromEntries(headers),
          ...(length !== null && { 'content-length': length }),
        },
      }
      const answered = (incoming: IncomingMessage): void => {
        // A body that the other side did not wait for is not read any more when this is over.
        if (!sent.writableFinished) incoming.on('end', () => sent.destroy())
        resolve(responseOf(incoming, method))
      }
      const sent: ClientRequest =
        new URL(url).protocol === 'https:'
          ? requestTls(url, { ...options, agent: tls }, answered)
          : requestPlain(url, { ...options, agent: plain }, answered)
      // Also of what comes after the answer has begun: that ends its body.
      sent.on('error', reject)
      sent.end(body)
    })
}

const responseOf = (incoming: IncomingMessage, method: string): Response => {
  const { statusCode: status = 500 } = incoming
  const headers = new Headers()
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value)
  }
  const isEmpty = method === 'HEAD' || status === 204 || status === 304
  if (isEmpty) incoming.resume()
  return new Response(isEmpty ? null : bodyOf(incoming), { status, headers })
}

const bodyOf = (incoming: IncomingMessage): ReadableStream<Uint8Array> => {
  const chunks = incoming[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, void>
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await chunks.next()
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
