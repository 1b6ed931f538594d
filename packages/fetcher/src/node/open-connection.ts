import { request } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { FetchError } from '@accession/core/ports'
import { parseAddress } from '../policy/ip-address.ts'
import type { Policy } from '../policy/policy.ts'
import type { Target } from '../policy/target.ts'
import { findAddresses } from './find-addresses.ts'
import type { Resolve } from './find-addresses.ts'
import { openSocket } from './open-socket.ts'
import type { Proxies, Proxy } from './proxies.ts'
import { secureSocket } from './secure-socket.ts'

/** How servers are reached. */
export interface Ways {
  readonly policy: Policy
  readonly proxies: Proxies
  readonly resolve: Resolve
  readonly connectMs: number
}

/** A connection on which the server hears what is sent, or its TLS is to begin. */
export interface OpenConnection {
  readonly socket: Duplex
  /** Set where a proxy reads the request, and passes it on. */
  readonly proxy: Proxy | undefined
}

/** Connects to a target, straight or through its proxy, where the policy lets it. */
export const openConnection = async (
  { policy, proxies, resolve, connectMs }: Ways,
  target: Target,
  signal: AbortSignal,
): Promise<OpenConnection> => {
  const { host, port } = target
  const proxy = proxies.proxyFor(target)
  if (!proxy) {
    const addresses = await findAddresses(resolve, policy, target)
    const socket = await openSocket({ host, addresses, port }, connectMs, signal)
    return { socket, proxy: undefined }
  }
  policy.judgeUnseen(target)
  const toProxy = await connectToProxy(proxy, resolve, connectMs, signal)
  if (!target.isSecure) return { socket: toProxy, proxy }
  return { socket: await openTunnel(toProxy, proxy, target, signal), proxy: undefined }
}

const connectToProxy = async (
  { host, port, isSecure }: Proxy,
  resolve: Resolve,
  connectMs: number,
  signal: AbortSignal,
): Promise<Duplex> => {
  const address = parseAddress(host)
  const addresses = address
    ? [host]
    : await resolve(host).catch((cause: unknown) => {
        throw new FetchError('HOST_NOT_FOUND', `There is no address of the proxy ${host}.`, {
          cause,
        })
      })
  const socket: Socket = await openSocket({ host, addresses, port }, connectMs, signal)
  if (!isSecure) return socket
  const secured = await secureSocket(socket, { host, address }, undefined, signal)
  if (secured.authorized) return secured
  secured.destroy()
  throw new FetchError('CERTIFICATE_ERROR', `The certificate of the proxy ${host} is not believed.`)
}

/** Asks a proxy to pass bytes on to a server as they are. */
const openTunnel = (
  socket: Duplex,
  { host: proxyHost, authorization }: Proxy,
  { url, port }: Target,
  signal: AbortSignal,
): Promise<Duplex> =>
  new Promise((resolve, reject) => {
    const path = `${url.hostname}:${port}`
    const refused = (why: string, cause?: unknown): void => {
      socket.destroy()
      const text = `The proxy ${proxyHost} does not connect to ${url.hostname} (${why}).`
      reject(new FetchError('UNREACHABLE', text, { cause }))
    }
    const asking = request({
      method: 'CONNECT',
      path,
      headers: {
        host: path,
        ...(authorization !== undefined && { 'proxy-authorization': authorization }),
      },
      createConnection: () => socket,
      signal,
    })
    asking.once('connect', ({ statusCode = 0 }, tunnel, head) => {
      if (statusCode !== 200) return refused(`status ${statusCode}`)
      if (head.length > 0) tunnel.unshift(head)
      resolve(tunnel)
    })
    asking.once('response', ({ statusCode }) => refused(`status ${statusCode}`))
    asking.once('error', (error) => refused('no answer', error))
    asking.end()
  })
