import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { temporaryFolder } from './temporary-folder.ts'

/** Stands between a client and a server, and counts how often the client waits for an answer. */
export interface CountingProxy {
  readonly url: string
  /** The times since it was last asked that the direction turned from the client to the server. */
  readonly takeWaits: () => number
}

/** The place where the server of a URL listens. */
const addressOf = (url: URL): { path: string } | { host: string; port: number } => {
  const host = url.searchParams.get('host') ?? url.hostname
  const port = Number(url.searchParams.get('port') ?? (url.port || '5432'))
  return host.startsWith('/') ? { path: join(host, `.s.PGSQL.${port}`) } : { host, port }
}

export const startCountingProxy = async (serverUrl: string): Promise<CountingProxy> => {
  const url = new URL(serverUrl)
  const address = addressOf(url)
  const folder = temporaryFolder()
  let waits = 0
  const proxy = createServer((client) => {
    const server = connect(address)
    let isAsking = false
    client.on('data', () => {
      if (!isAsking) waits++
      isAsking = true
    })
    server.on('data', () => {
      isAsking = false
    })
    client.pipe(server).pipe(client)
    for (const socket of [client, server]) {
      socket.on('error', () => {
        client.destroy()
        server.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => proxy.listen(join(folder, '.s.PGSQL.5432'), resolve))
  onTestFinished(() => void proxy.close())
  url.searchParams.set('host', folder)
  return {
    url: url.href,
    takeWaits() {
      const taken = waits
      waits = 0
      return taken
    },
  }
}
