import { connect } from 'node:http2'
import type { ClientHttp2Session, OutgoingHttpHeaders } from 'node:http2'
import { onTestFinished } from 'vitest'
import { answerOf } from './http2-connection.ts'
import type { StreamAnswer } from './http2-connection.ts'

/** Calls of a server over one HTTP/2 connection that trusts one certificate. */
export interface SecureApi {
  readonly session: ClientHttp2Session
  /** Sends a request with its whole body. */
  send(method: string, path: string, body?: string | Uint8Array): Promise<StreamAnswer>
  /** The JSON of an answer; throws where it is none of 2xx. */
  call<R>(method: string, path: string, body?: unknown): Promise<R>
}

/** Connects, and signs in. */
export const connectSecurely = async (
  url: URL,
  ca: string,
  userName: string,
  password: string,
): Promise<SecureApi> => {
  const session = connect(url, { ca })
  session.on('error', () => undefined)
  onTestFinished(() => session.destroy())
  let headers: OutgoingHttpHeaders = {
    authorization: `Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}`,
  }
  const send: SecureApi['send'] = (method, path, body) => {
    const stream = session.request(
      { ':method': method, ':path': path, ...headers },
      { endStream: body === undefined },
    )
    if (body !== undefined) stream.end(body)
    return answerOf(stream)
  }
  const call = async <R>(method: string, path: string, body?: unknown): Promise<R> => {
    const sent = body === undefined ? undefined : JSON.stringify(body)
    const { status, text, code } = await send(method, path, sent)
    if (status < 200 || status > 299)
      throw new Error(`${method} ${path}: ${status} ${code} ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as R
  }
  const token = await call<string>('POST', '/api/session')
  headers = { 'vmware-api-session-id': token }
  return { session, send, call }
}
