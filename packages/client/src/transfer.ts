import type { Connection, SessionHeaders } from './connection.ts'
import { reach } from './reach.ts'
import { readError } from './read-reply.ts'

/** A request for bytes, to an endpoint that the server named. */
export interface TransferRequest {
  readonly method: 'GET' | 'PUT' | 'POST'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Blob | ReadableStream<Uint8Array>
  /** The only bound: bytes take the time they take. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Sends or fetches bytes, with the session where the address is the server's own; an error answer
 * is thrown. A download may be sent on elsewhere, once.
 */
export const transfer = (connection: Connection, request: TransferRequest): Promise<Response> => {
  const { url, body, signal } = request
  const address = new URL(url, connection.server)
  const isRepeatable = !(body instanceof ReadableStream)
  return address.origin === connection.server.origin
    ? connection.signedIn((session) => send(connection, address, request, session), {
        signal,
        isRepeatable,
      })
    : send(connection, address, request, {})
}

const send = async (
  connection: Connection,
  address: URL,
  { method, headers = {}, body, signal }: TransferRequest,
  session: SessionHeaders,
): Promise<Response> => {
  const once = async (url: URL, more: RequestInit & { duplex?: 'half' }): Promise<Response> => {
    signal?.throwIfAborted()
    const init = { method, ...(signal && { signal }), ...more }
    return reach(url, () => connection.fetch(url, init)).catch((error: unknown) => {
      throw signal?.aborted ? signal.reason : error
    })
  }
  const answered = await once(address, {
    headers: { ...headers, ...session },
    ...(body !== undefined && { body }),
    ...(body instanceof ReadableStream && { duplex: 'half' }),
    redirect: 'manual',
  })
  const response =
    method === 'GET'
      ? await followRedirect(address, answered, (target, redirect) =>
          // No session goes there.
          once(target, { headers, redirect }),
        )
      : answered
  if (!response.ok) throw await readError(method === 'GET' ? 'download' : 'upload', response)
  return response
}

/** What a redirected download answers where it is sent on to. */
const followRedirect = async (
  address: URL,
  answered: Response,
  follow: (target: URL, redirect: 'follow' | 'manual') => Promise<Response>,
): Promise<Response> => {
  const location = answered.headers.get('location')
  // Browsers do not say where to: they are asked to go there by themselves.
  const isHidden = answered.type === 'opaqueredirect'
  const isRedirect = answered.status >= 300 && answered.status < 400 && location !== null
  if (!isHidden && !isRedirect) return answered
  await answered.body?.cancel()
  return isHidden ? follow(address, 'follow') : follow(new URL(location ?? '', address), 'manual')
}
