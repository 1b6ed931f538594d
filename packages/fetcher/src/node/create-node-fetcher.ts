import type { TLSSocket } from 'node:tls'
import { X509Certificate } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { FetchError } from '@accession/core/ports'
import type { Fetcher, FetchRequest, FetchResponse } from '@accession/core/ports'
import { fetchLimits } from '../fetch-limits.ts'
import type { FetchLimits } from '../fetch-limits.ts'
import { followRedirects } from '../follow-redirects.ts'
import { checkAnnounced, limitedBytes } from '../limited-bytes.ts'
import { createAllowList } from '../policy/allow-list.ts'
import type { Hop } from '../policy/next-hop.ts'
import { createPolicy } from '../policy/policy.ts'
import { targetOf } from '../policy/target.ts'
import type { Target } from '../policy/target.ts'
import { within } from '../within.ts'
import { resolveBySystem } from './find-addresses.ts'
import type { Resolve } from './find-addresses.ts'
import { openConnection } from './open-connection.ts'
import type { OpenConnection, Ways } from './open-connection.ts'
import { checkPin, readPin } from './pin.ts'
import type { Pin } from './pin.ts'
import { readProxies } from './proxies.ts'
import type { Proxies } from './proxies.ts'
import { secureSocket } from './secure-socket.ts'
import { sendRequest } from './send-request.ts'

export interface NodeFetcherOptions {
  /** Hosts, `host:port`, addresses and CIDRs that are reached besides public addresses. @default none */
  readonly allow?: readonly string[]
  /** A SHA-1 thumbprint is believed alone, as a SHA-256 is. @default false */
  readonly allowShaOneThumbprint?: boolean
  /** @default none */
  readonly proxies?: Proxies
  /** @default the system's way */
  readonly resolve?: Resolve
  /** @default fetchLimits */
  readonly limits?: Partial<FetchLimits>
}

/**
 * Requests over `node:http` on connections that this opens itself: so each goes to the very address
 * that was judged, its certificate is judged before a byte is sent, and none is used twice.
 */
export const createNodeFetcher = (options: NodeFetcherOptions = {}): Fetcher => {
  const { allow = [], allowShaOneThumbprint = false, resolve = resolveBySystem } = options
  const limits = { ...fetchLimits, ...options.limits }
  const policy = createPolicy(createAllowList(allow))
  const { proxies = readProxies({}) } = options
  const ways: Ways = { policy, proxies, resolve, connectMs: limits.connectMs }

  const connect = async (target: Target, pin: Pin, given: AbortSignal): Promise<OpenConnection> => {
    const { host } = target
    const patience = { ms: limits.connectMs, host, what: 'cannot be reached', signal: given }
    return within(patience, async (signal) => {
      const opened = await openConnection(ways, target, signal)
      if (!target.isSecure) return opened
      const authority = pin.kind === 'certificate' ? pin.pem : undefined
      const secured = await secureSocket(opened.socket, target, authority, signal)
      return { socket: judged(secured, target, pin, allowShaOneThumbprint), proxy: undefined }
    })
  }

  const send = async (
    hop: Hop,
    pin: Pin,
    { method = 'GET', bytesMax, signal }: FetchRequest,
  ): Promise<FetchResponse> => {
    const { url, host } = hop.target
    const { socket, proxy } = await connect(hop.target, pin, signal)
    const { headerBytesMax, headersMs: ms, idleMs, rateMin } = limits
    const patience = { ms, host, what: 'sends no whole headers', signal }
    const answer = await within(patience, (each) =>
      sendRequest({ hop, method, socket, proxy, headerBytesMax }, each),
    )
    const close = (): void => void answer.destroy()
    const header = (name: string): string | undefined => [answer.headers[name] ?? []].flat()[0]
    try {
      if (method === 'GET') checkAnnounced(header('content-length'), host, bytesMax)
    } catch (error) {
      close()
      throw error
    }
    const chunks: AsyncIterator<Uint8Array> = answer[Symbol.asyncIterator]()
    return {
      status: answer.statusCode ?? 0,
      url: url.href,
      header,
      bytes: limitedBytes(chunks, { host, bytesMax, idleMs, rateMin, signal, close }),
    }
  }

  return {
    async fetch(request) {
      const pin = readPin(request.pinned)
      const { origin } = targetOf(request.url).url
      return followRedirects(request, limits.redirectsMax, (hop) =>
        send(hop, hop.target.url.origin === origin ? pin : { kind: 'none' }, request),
      )
    },

    async serverCertificate(url, signal) {
      const target = targetOf(url)
      if (!target.isSecure) {
        throw new FetchError(
          'INVALID_URL',
          'Only a server with an https address shows a certificate.',
        )
      }
      const { host } = target
      const patience = { ms: limits.connectMs, host, what: 'cannot be reached', signal }
      const shown = await within(patience, async (each) => {
        const { socket } = await openConnection(ways, target, each)
        const secured = await secureSocket(socket, target, undefined, each)
        const certificate = shownBy(secured, target)
        secured.destroy()
        return certificate
      })
      return { thumbprint: shown.fingerprint256, certificate: shown.toString() }
    },
  }
}

const shownBy = (secured: TLSSocket, { host }: Target): X509Certificate => {
  const shown = secured.getPeerX509Certificate()
  if (shown) return shown
  secured.destroy()
  throw new FetchError('CERTIFICATE_ERROR', `${host} shows no certificate.`)
}

/** The connection, once its certificate is believed. */
const judged = (secured: TLSSocket, target: Target, pin: Pin, isShaOneEnough: boolean): Duplex => {
  const shown = shownBy(secured, target)
  const fault = secured.authorized ? undefined : String(secured.authorizationError)
  try {
    checkPin(pin, { host: target.host, shown, fault }, isShaOneEnough)
    return secured
  } catch (error) {
    secured.destroy()
    throw error
  }
}
