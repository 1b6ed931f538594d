import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createTestWorld } from '@accession/core/testing'
import { createApp } from '@accession/http'
import type { FlowOptions } from './main-flow.ts'

/** A server of this project on a port of this machine, and who may do everything there. */
export interface ServedApp extends FlowOptions, AsyncDisposable {}

/** Serves an app over real HTTP, to pages of the given origins too. */
export const serveApp = async (corsOrigins: readonly string[] = []): Promise<ServedApp> => {
  const { world, addUser } = createTestWorld()
  const { name } = await addUser({ grants: [{ role: 'admin', libraryId: null }] })
  const app = createApp(world, { corsOrigins })
  const server = createServer(async (incoming, outgoing) => {
    const answer = await app.fetch(requestOf(incoming))
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers))
    if (answer.body) await pipeline(Readable.fromWeb(answer.body as never), outgoing)
    else outgoing.end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    server: `http://127.0.0.1:${port}`,
    user: name,
    password: 'correct horse',
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const requestOf = (incoming: IncomingMessage): Request => {
  const { method = 'GET', url = '/', headers } = incoming
  const hasBody = method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS'
  const sent = Object.entries(headers).filter(
    (header): header is [string, string] => typeof header[1] === 'string',
  )
  return new Request(new URL(url, `http://${headers.host}`), {
    method,
    headers: sent,
    ...(hasBody && { body: Readable.toWeb(incoming), duplex: 'half' }),
  } as RequestInit)
}
