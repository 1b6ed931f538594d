import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { FetchError } from '@accession/core/ports'
import type { Hop } from '../policy/next-hop.ts'
import type { Proxy } from './proxies.ts'

/** A request on a connection of its own. */
export interface Sending {
  readonly hop: Hop
  readonly method: 'GET' | 'HEAD'
  readonly socket: Duplex
  readonly proxy: Proxy | undefined
  readonly headerBytesMax: number
}

/** Sends a request; resolves once the headers of its answer are there. */
export const sendRequest = (
  { hop: { target, headers }, method, socket, proxy, headerBytesMax }: Sending,
  signal: AbortSignal,
): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const { url } = target
    const sending = request({
      method,
      path: proxy ? url.href : `${url.pathname}${url.search}`,
      headers: {
        accept: '*/*',
        'user-agent': 'accession',
        ...headers,
        host: url.host,
        // Ranges and sizes are to be those of the file.
        'accept-encoding': 'identity',
        connection: 'close',
        ...(proxy?.authorization !== undefined && { 'proxy-authorization': proxy.authorization }),
      },
      createConnection: () => socket,
      maxHeaderSize: headerBytesMax,
    })
    const stop = (): void => fail(signal.reason)
    const fail = (error: unknown): void => {
      signal.removeEventListener('abort', stop)
      socket.destroy()
      reject(signal.aborted ? signal.reason : asFetchError(error, target.host))
    }
    signal.addEventListener('abort', stop)
    sending.once('response', (response) => {
      if (response.statusCode === 101) return fail(new Error('It switches to another protocol'))
      signal.removeEventListener('abort', stop)
      resolve(response)
    })
    // Stays, for what goes wrong once there is an answer: its reader hears of that.
    sending.on('error', fail)
    sending.once('close', () => fail(new Error('It closed the connection')))
    sending.end()
  })

const asFetchError = (error: unknown, host: string): FetchError => {
  const { code = 'no answer' } = error as NodeJS.ErrnoException
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new FetchError('TOO_LARGE', `The headers of ${host} are too large.`, { cause: error })
  }
  const text = code.startsWith('HPE_')
    ? `${host} does not answer in HTTP (${code}).`
    : `The connection to ${host} broke off (${code}).`
  return new FetchError('UNREACHABLE', text, { cause: error })
}
