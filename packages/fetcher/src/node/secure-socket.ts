import type { Duplex } from 'node:stream'
import { connect } from 'node:tls'
import type { TLSSocket } from 'node:tls'
import { FetchError } from '@accession/core/ports'
import type { Target } from '../policy/target.ts'

/**
 * Speaks TLS on a connection, whatever certificate is shown: nothing is sent before the caller has
 * judged that. `authority` (PEM) is trusted instead of the usual ones.
 */
export const secureSocket = (
  socket: Duplex,
  { host, address }: Pick<Target, 'host' | 'address'>,
  authority: string | undefined,
  signal: AbortSignal,
): Promise<TLSSocket> =>
  new Promise((resolve, reject) => {
    const secured = connect({
      socket,
      host,
      ...(address === undefined && { servername: host }),
      ...(authority !== undefined && { ca: authority }),
      // Judged by `authorized`, so that pinned certificates can be believed.
      rejectUnauthorized: false,
      ALPNProtocols: ['http/1.1'],
    })
    const settle = (end: () => void): void => {
      signal.removeEventListener('abort', stop)
      secured.off('secureConnect', succeed).off('error', fail).off('close', closed)
      end()
    }
    const fail = (error: unknown): void =>
      settle(() => {
        secured.on('error', () => undefined).destroy()
        socket.destroy()
        reject(signal.aborted ? signal.reason : notSecure(host, error))
      })
    const succeed = (): void => settle(() => resolve(secured))
    const stop = (): void => fail(signal.reason)
    const closed = (): void => fail(new Error('It closed the connection'))
    signal.addEventListener('abort', stop)
    secured.once('secureConnect', succeed).once('error', fail).once('close', closed)
  })

const notSecure = (host: string, cause: unknown): FetchError => {
  const { code = 'no TLS' } = cause as NodeJS.ErrnoException
  return new FetchError('UNREACHABLE', `No TLS connection to ${host} came about (${code}).`, {
    cause,
  })
}
