import type { ClientRequest } from 'node:http'

/** What a request can carry. */
export type SentBody = string | Uint8Array | ReadableStream<Uint8Array> | null

/** Sends a body no faster than the other side takes it, and ends the request. */
export const sendBody = async (request: ClientRequest, body: SentBody): Promise<void> => {
  if (!(body instanceof ReadableStream)) {
    request.end(body ?? undefined)
    return
  }
  const reader = body.getReader()
  // Once the request is over, whoever makes the bytes can stop; after their end this does nothing.
  request.once('close', () => void reader.cancel().catch(() => undefined))
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    if (!request.write(piece.value)) await untilDrained(request)
    if (request.destroyed) return
  }
  if (!request.destroyed) request.end()
}

const untilDrained = (request: ClientRequest): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      request.off('drain', done)
      request.off('close', done)
      resolve()
    }
    request.on('drain', done)
    request.on('close', done)
    if (request.destroyed) done()
  })
