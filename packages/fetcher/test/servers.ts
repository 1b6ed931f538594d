import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener, Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { createServer as createTcpServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { certificates } from './certificates.ts'

/** A server on a loopback address, and what was asked of it. */
export interface TestServer {
  readonly port: number
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string
  readonly asked: IncomingMessage[]
}

const listen = async (server: Server, host = '127.0.0.1'): Promise<number> => {
  await new Promise<void>((resolve) => void server.listen(0, host, resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** Serves until the test has ended. */
export const serve = async (answer: RequestListener): Promise<TestServer> => {
  const asked: IncomingMessage[] = []
  const server = createServer((request, response) => {
    asked.push(request)
    answer(request, response)
  })
  const port = await listen(server)
  return { port, origin: `http://127.0.0.1:${port}`, asked }
}

/** The same over TLS. */
export const serveSecurely = async (answer: RequestListener): Promise<TestServer> => {
  const asked: IncomingMessage[] = []
  const { server: cert, key } = certificates
  const server = createSecureServer({ cert, key }, (request, response) => {
    asked.push(request)
    answer(request, response)
  })
  const port = await listen(server)
  return { port, origin: `https://127.0.0.1:${port}`, asked }
}

/** Takes connections, and lets the test do with them what it likes. */
export const serveConnections = async (take: (socket: Socket) => void): Promise<TestServer> => {
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    take(socket)
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { port, origin: `http://127.0.0.1:${port}`, asked: [] }
}
