import { once } from 'node:events'
import { connect } from 'node:http2'
import type { ClientHttp2Session, ClientHttp2Stream, IncomingHttpHeaders } from 'node:http2'
import { onTestFinished } from 'vitest'

/** What came of a request: an answer, and how its stream ended (0 where nothing was wrong). */
export interface StreamAnswer {
  readonly headers: IncomingHttpHeaders
  /** 0 where there was no answer. */
  readonly status: number
  readonly text: string
  readonly code: number
}

/** Opens a connection of HTTP/2 that ends with the test; the certificate is that of a test. */
export const openSession = async (url: URL): Promise<ClientHttp2Session> => {
  const session = connect(url, { rejectUnauthorized: false })
  // A reset is one of the ways in which a server closes.
  session.on('error', () => undefined)
  onTestFinished(() => session.destroy())
  await once(session, 'connect')
  return session
}

/** Resolves once the connection is closed, by whichever side. */
export const sessionClosed = async (session: ClientHttp2Session): Promise<void> => {
  if (!session.destroyed) await once(session, 'close')
}

/** Reads a stream to its end, whatever that is. */
export const answerOf = (stream: ClientHttp2Stream): Promise<StreamAnswer> =>
  new Promise((resolve) => {
    let headers: IncomingHttpHeaders = {}
    let text = ''
    stream.on('response', (received) => (headers = received))
    stream.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
    stream.on('error', () => undefined)
    stream.on('close', () =>
      resolve({
        headers,
        status: Number(headers[':status'] ?? 0),
        text,
        code: stream.rstCode ?? 0,
      }),
    )
  })

/** Resolves when the server has said that it goes on with the request. */
export const continued = async (stream: ClientHttp2Stream): Promise<void> => {
  await once(stream, 'continue')
}
