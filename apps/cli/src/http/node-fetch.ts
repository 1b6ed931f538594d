import { Agent, request as requestPlain } from 'node:http'
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http'
import { Agent as TlsAgent, request as requestTls } from 'node:https'
import { rootCertificates } from 'node:tls'
import { responseOf } from './response-of.ts'
import { sendBody, type SentBody } from './send-body.ts'

/** Whom to trust besides the authorities that Node.js knows. */
export interface Trust {
  /** Certificates of more authorities, PEM. */
  readonly ca?: string | undefined
  /** The origin whose certificate is not checked; every other one's is. */
  readonly insecureOrigin?: string | undefined
}

/** Connections that are idle for longer (in ms) are closed before servers do: Node's wait 5 seconds. */
const kept = { keepAlive: true, timeout: 4_000 }

/**
 * A `fetch` on `node:http`, for what Node's own cannot do: trust a certificate by an option, on every
 * Node from 20 on, and move large bodies without copying each piece twice. Connections are kept
 * alive. It takes a string, bytes or a stream as the body, and hands redirects to its caller.
 */
export const createNodeFetch = ({ ca, insecureOrigin }: Trust = {}): typeof fetch => {
  const plain = new Agent(kept)
  const authorities = ca === undefined ? {} : { ca: [...rootCertificates, ca] }
  const checked = new TlsAgent({ ...kept, ...authorities })
  const unchecked = new TlsAgent({ ...kept, rejectUnauthorized: false })
  const begin = (url: URL, options: RequestOptions): ClientRequest => {
    if (url.protocol === 'http:') return requestPlain(url, { ...options, agent: plain })
    return requestTls(url, {
      ...options,
      agent: url.origin === insecureOrigin ? unchecked : checked,
    })
  }
  return async (input, init = {}) => {
    if (input instanceof Request) throw new TypeError('This fetch takes an address, no Request')
    const { method = 'GET', signal } = init
    signal?.throwIfAborted()
    const headers = new Headers(init.headers)
    const body = bodyOf(init.body)
    if (typeof body === 'string') headers.set('content-length', String(Buffer.byteLength(body)))
    else if (body === null && method.startsWith('P')) headers.set('content-length', '0')
    const options = { method, headers: Object.fromEntries(headers) }
    const attempt = () => exchange(begin(new URL(input), options), body, signal ?? undefined)
    return attempt().catch((error: unknown) => {
      // The server closed a kept connection just as it was used again; reading twice does no harm.
      if (error instanceof StaleConnectionError && /^(?:GET|HEAD)$/.test(method)) return attempt()
      throw error
    })
  }
}

/** A connection that was kept alive had been closed by the other side already. */
class StaleConnectionError extends TypeError {
  override readonly name = 'StaleConnectionError'
}

const bodyOf = (body: unknown): SentBody => {
  if (body === undefined || body === null) return null
  if (typeof body === 'string' || body instanceof ReadableStream) return body as SentBody
  if (body instanceof Uint8Array) return body
  if (body instanceof Blob) return body.stream()
  throw new TypeError('This fetch cannot send such a body')
}

const exchange = (
  request: ClientRequest,
  body: SentBody,
  signal: AbortSignal | undefined,
): Promise<Response> =>
  new Promise<Response>((resolve, reject) => {
    const stop = (): void => void request.destroy(signal?.reason as Error)
    signal?.addEventListener('abort', stop, { once: true })
    request.once('close', () => signal?.removeEventListener('abort', stop))
    request.once('response', (incoming: IncomingMessage) => {
      // A body that the other side did not wait for is not sent any more when this is over.
      if (!request.writableFinished) incoming.once('end', () => request.destroy())
      resolve(responseOf(incoming, request.method, signal))
    })
    // Stays for what comes after the answer has begun: that ends its body.
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (signal?.aborted) return reject(signal.reason as Error)
      const isStale = request.reusedSocket && /^(?:ECONNRESET|EPIPE)$/.test(error.code ?? '')
      const Failure = isStale ? StaleConnectionError : TypeError
      reject(new Failure('fetch failed', { cause: firstOf(error) }))
    })
    sendBody(request, body).catch((error: unknown) => request.destroy(error as Error))
  })

/** One that says something, where a name has several addresses and none of them answered. */
const firstOf = (error: Error): unknown =>
  error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error
