import type { Socket } from 'node:net'
import { Server as TlsServer } from 'node:tls'
import type { TLSSocket } from 'node:tls'
import type { ConnectionLimits } from './connection-limits.ts'
import { isStream } from './http-server.ts'
import type { HttpServer, Incoming } from './http-server.ts'

/**
 * Follows the connections on which nothing was asked yet. Node takes none of them for idle, so who
 * opens them and keeps silent would keep all others out. Answers what closes those that have been
 * open for a while; connections of HTTP/2 are bounded as such.
 */
export const followUnasked = (
  server: HttpServer,
  { unaskedMs }: Pick<ConnectionLimits, 'unaskedMs'>,
): (() => void) => {
  const openSince = new Map<Socket, number>()
  const follow = (socket: Socket, since: number): void => {
    openSince.set(socket, since)
    socket.once('close', () => openSince.delete(socket))
  }
  server.on('connection', (socket: Socket) => follow(socket, performance.now()))
  if (server instanceof TlsServer) followHandshakes(server, openSince, follow)
  server.on('request', (incoming: Incoming) => {
    if (!isStream(incoming)) openSince.delete(incoming.socket)
  })
  return () => {
    const now = performance.now()
    for (const [socket, since] of openSince) if (now - since >= unaskedMs) socket.destroy()
  }
}

/** Once the handshake is over, another socket stands for the connection: the one that asks. */
const followHandshakes = (
  server: TlsServer,
  openSince: Map<Socket, number>,
  follow: (socket: Socket, since: number) => void,
): void => {
  const handshaking = new Map<string, Socket>()
  server.on('connection', (socket: Socket) => {
    const peer = peerOf(socket)
    handshaking.set(peer, socket)
    socket.once('close', () => handshaking.delete(peer))
  })
  server.on('secureConnection', (secured: TLSSocket) => {
    const peer = peerOf(secured)
    const socket = handshaking.get(peer)
    const since = socket && openSince.get(socket)
    handshaking.delete(peer)
    if (socket) openSince.delete(socket)
    if (since !== undefined && secured.alpnProtocol !== 'h2') follow(secured, since)
  })
}

const peerOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`
