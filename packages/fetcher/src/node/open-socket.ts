import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { FetchError } from '@accession/core/ports'
import { isSameAddress, parseAddress } from '../policy/ip-address.ts'

/** Where a connection goes: addresses that were judged, tried one after the other. */
export interface Destination {
  readonly host: string
  readonly addresses: readonly string[]
  readonly port: number
}

/** Connects to the first address that answers; the connection is to none but these. */
export const openSocket = async (
  { host, addresses, port }: Destination,
  ms: number,
  signal: AbortSignal,
): Promise<Socket> => {
  let failure: unknown
  for (const [index, address] of addresses.entries()) {
    signal.throwIfAborted()
    try {
      // What is left for the others is shared; the last one has until the signal says so.
      const patience = index === addresses.length - 1 ? undefined : ms / addresses.length
      const socket = await connectTo(address, port, patience, signal)
      return requireSame(socket, address, host)
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof FetchError) throw error
      failure = error
    }
  }
  const code = (failure as NodeJS.ErrnoException | undefined)?.code ?? 'no answer'
  const text = `${host} cannot be reached at port ${port} (${code}).`
  throw new FetchError('UNREACHABLE', text, { cause: failure })
}

const connectTo = (
  address: string,
  port: number,
  patienceMs: number | undefined,
  signal: AbortSignal,
): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, noDelay: true })
    const settle = (end: () => void): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      socket.off('connect', succeed).off('error', fail)
      end()
    }
    const fail = (error: unknown): void =>
      settle(() => {
        socket.on('error', () => undefined).destroy()
        reject(error)
      })
    const succeed = (): void => settle(() => resolve(socket))
    const stop = (): void => fail(signal.reason)
    const timer =
      patienceMs === undefined
        ? undefined
        : setTimeout(() => fail(new Error('It takes too long to connect')), patienceMs)
    signal.addEventListener('abort', stop)
    socket.once('connect', succeed).once('error', fail)
  })

/** The other end must be the address that was judged, whatever happened in between. */
const requireSame = (socket: Socket, judged: string, host: string): Socket => {
  const [reached, wanted] = [socket.remoteAddress, judged].map((text) => parseAddress(text ?? ''))
  if (reached && wanted && isSameAddress(reached, wanted)) return socket
  socket.destroy()
  if (!reached) throw new Error('The connection was closed at once')
  throw new FetchError('FORBIDDEN_ADDRESS', `The connection to ${host} led to another address.`)
}
