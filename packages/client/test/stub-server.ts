import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as the stub saw it. */
export interface Seen {
  readonly method: string
  readonly target: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** What the stub answers; an object is sent as JSON, and `hang` never. */
export interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly json?: unknown
  readonly text?: string
  /** Ends the connection after the text, or without any answer. */
  readonly cut?: boolean
  readonly hang?: boolean
}

/** A real HTTP server that answers as told and remembers what it was asked. */
export const startStub = async (answer: (seen: Seen, count: number) => Answer) => {
  const seen: Seen[] = []
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request)
    if (body === undefined) return
    const one = {
      method: request.method ?? '',
      target: request.url ?? '',
      headers: request.headers,
      body,
    }
    seen.push(one)
    const { status = 200, headers = {}, json, text = '', cut, hang } = answer(one, seen.length)
    if (cut) {
      if (text !== '')
        await new Promise((done) => response.writeHead(status, headers).write(text, done))
      request.socket.end()
    }
    if (!cut && !hang) {
      response.writeHead(status, headers)
      response.end(json === undefined ? text : JSON.stringify(json))
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** The body of a request; undefined when its sender went away. */
const bodyOf = async (request: IncomingMessage): Promise<string | undefined> => {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer)
  } catch {
    return undefined
  }
  return Buffer.concat(chunks).toString()
}
