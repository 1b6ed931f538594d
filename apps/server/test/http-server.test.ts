import { once } from 'node:events'
import type { IncomingMessage, Server } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { nodeClock } from '../src/adapters/node-clock.ts'
import { StartError } from '../src/index.ts'
import { connectionLimits } from '../src/listening/connection-limits.ts'
import type { ConnectionLimits } from '../src/listening/connection-limits.ts'
import { createHttpServer } from '../src/listening/create-http-server.ts'
import { bodyOf } from '../src/listening/expectations.ts'
import { listen } from '../src/listening/listen.ts'
import { followRequests } from '../src/listening/running-requests.ts'
import { stopServing } from '../src/listening/stop-serving.ts'
import { openConnection } from './support/raw-connection.ts'

type Answer = (incoming: IncomingMessage) => Response | Promise<Response>

const opened: Server[] = []
afterEach(() => {
  for (const server of opened.splice(0)) {
    server.close()
    server.closeAllConnections()
  }
})

const serve = async (answer: Answer, limits: Partial<ConnectionLimits> = {}) => {
  const server = createHttpServer((_request, { incoming }) => answer(incoming as IncomingMessage), {
    ...connectionLimits,
    ...limits,
  })
  opened.push(server)
  return { server, url: await listen(server, '127.0.0.1', 0) }
}

const readAll: Answer = async (incoming) => {
  let size = 0
  for await (const chunk of bodyOf(incoming) ?? []) size += chunk.byteLength
  return new Response(`${size} bytes`)
}

const head = (method: string, path: string, ...headers: string[]): string =>
  [`${method} ${path} HTTP/1.1`, 'Host: library.test', ...headers, '', ''].join('\r\n')

const expecting = ['Content-Length: 5', 'Expect: 100-continue']

describe('Expect: 100-continue', () => {
  it('is answered when an upload is wanted', async () => {
    const { url } = await serve(readAll)
    const connection = await openConnection(url)
    connection.send(head('PUT', '/transfers/upload/1', ...expecting))
    await connection.until('HTTP/1.1 100 Continue')
    connection.send('12345')
    expect(await connection.until('5 bytes')).toContain('HTTP/1.1 200')
  })

  it('spares a refused upload its bytes', async () => {
    const { url } = await serve(() => new Response('no', { status: 404 }))
    const connection = await openConnection(url)
    connection.send(head('PUT', '/transfers/upload/1', ...expecting))
    expect(await connection.until('no')).toMatch(/^HTTP\/1\.1 404/)
  })

  it('is not answered by whoever only throws away what a refused upload sends', async () => {
    const { url } = await serve((incoming) => {
      void readAll(incoming)
      return new Response('no', { status: 404 })
    })
    const connection = await openConnection(url)
    connection.send(head('PUT', '/transfers/upload/1', ...expecting))
    expect(await connection.until('no')).toMatch(/^HTTP\/1\.1 404/)
  })

  it('is answered at once where the body is no upload', async () => {
    const { url } = await serve(readAll)
    const connection = await openConnection(url)
    connection.send(head('POST', '/api/session', ...expecting))
    await connection.until('HTTP/1.1 100 Continue')
    connection.send('12345')
    expect(await connection.until('5 bytes')).toContain('HTTP/1.1 200')
  })
})

describe('a connection', () => {
  it('is closed when its headers do not come', async () => {
    const { url } = await serve(readAll, { headersMs: 40 })
    const silent = await openConnection(url)
    const crawling = await openConnection(url)
    crawling.send('GET / HTTP/1.1\r\nX-Slow: ')
    await silent.closed()
    expect(await crawling.closed()).toContain('408')
  })

  it('is cut when a body that is no upload does not come', async () => {
    const { url } = await serve(readAll, { bodyMs: 40 })
    const connection = await openConnection(url)
    connection.send(`${head('POST', '/api/session', 'Content-Length: 5')}123`)
    expect(await connection.closed()).not.toContain('200')
  })

  it('is cut when nothing moves on it', async () => {
    const { url } = await serve(readAll, { silentMs: 40 })
    const connection = await openConnection(url)
    connection.send(`${head('PUT', '/transfers/upload/1', 'Content-Length: 5')}123`)
    expect(await connection.closed()).not.toContain('200')
  })

  it('is cut when its body goes on and on after the answer', async () => {
    const { url } = await serve(() => new Response('no', { status: 404 }), { afterAnswerMs: 40 })
    const connection = await openConnection(url)
    connection.send(`${head('PUT', '/transfers/upload/1', 'Content-Length: 5')}123`)
    expect(await connection.closed()).toMatch(/^HTTP\/1\.1 404[^]*no$/)
  })

  it('has headers of bounded size', async () => {
    const { url } = await serve(readAll)
    const connection = await openConnection(url)
    connection.send(head('GET', '/', `X-Large: ${'x'.repeat(connectionLimits.headerBytesMax)}`))
    expect(await connection.closed()).toContain('431')
  })

  it('is one of a bounded number, and idle ones make room', async () => {
    const connectionsMax = 8
    const { server, url } = await serve(readAll, { connectionsMax })
    const idle = await Promise.all(
      Array.from({ length: connectionsMax }, async () => {
        const connection = await openConnection(url)
        connection.send(head('GET', '/'))
        await connection.until('0 bytes')
        return connection
      }),
    )
    const refused = await openConnection(url)
    await refused.closed()
    await Promise.all(idle.map((connection) => connection.closed()))
    const taken = await openConnection(url)
    taken.send(head('GET', '/'))
    await taken.until('0 bytes')
    const count = await new Promise<number>((resolve) => {
      server.getConnections((_error, open) => resolve(open))
    })
    expect(count).toBe(1)
  })
})

describe('silent connections', () => {
  it('keep nobody out: where there is no room, they make some', async () => {
    const connectionsMax = 8
    const { url } = await serve(readAll, { connectionsMax, unaskedMs: 0 })
    const busy = await openConnection(url)
    busy.send(`${head('PUT', '/transfers/upload/1', 'Content-Length: 5')}123`)
    const silent = await Promise.all(
      Array.from({ length: connectionsMax - 1 }, () => openConnection(url)),
    )
    silent[0]?.send('GET / HTTP/1.1\r\nX-Slow: ')
    await (await openConnection(url)).closed()
    await Promise.all(silent.map((connection) => connection.closed()))
    const taken = await openConnection(url)
    taken.send(head('GET', '/'))
    await taken.until('0 bytes')
    busy.send('45')
    await busy.until('5 bytes')
  })

  it('are left alone while they may be about to ask', async () => {
    const { url } = await serve(readAll, { connectionsMax: 2, unaskedMs: 60_000 })
    const [first, second] = await Promise.all([openConnection(url), openConnection(url)])
    await (await openConnection(url)).closed()
    for (const connection of [first, second]) {
      connection.send(head('GET', '/'))
      await connection.until('0 bytes')
    }
  })
})

describe('listening', () => {
  it('says what to do about a port that is in use', async () => {
    const { url } = await serve(readAll)
    const other = createHttpServer(() => new Response())
    const listening = listen(other, '127.0.0.1', Number(url.port))
    await expect(listening).rejects.toThrow(StartError)
    await expect(listening).rejects.toThrow(
      `Port ${url.port} of 127.0.0.1 is in use: stop the program that listens there, or choose another port (--port, ACCESSION_PORT).`,
    )
  })

  it('answers an address at which it can be reached', async () => {
    const server = createHttpServer(() => new Response('here'))
    opened.push(server)
    const url = await listen(server, '0.0.0.0', 0)
    expect(url.hostname).toBe('127.0.0.1')
    expect(await (await fetch(url)).text()).toBe('here')
  })
})

const stopping = async (answer: Answer, times: { graceMs: number; patienceMs: number }) => {
  const { server, url } = await serve(answer)
  const requests = followRequests(server)
  const stopped: Error[] = []
  const transfers = { stopAll: (reason: Error) => void stopped.push(reason) }
  const stop = () => stopServing(server, requests, { clock: nodeClock, transfers, ...times })
  return { server, url, stop, stopped }
}

describe('stopping', () => {
  it('lets a request end, and its connection with it', async () => {
    const { url, stop, stopped } = await stopping(readAll, { graceMs: 60_000, patienceMs: 0 })
    const idle = await openConnection(url)
    idle.send(head('GET', '/'))
    await idle.until('0 bytes')
    const busy = await openConnection(url)
    busy.send(head('PUT', '/transfers/upload/1', ...expecting))
    await busy.until('100 Continue')
    const end = stop()
    await idle.closed()
    busy.send('12345')
    expect(await busy.closed()).toMatch(/connection: close[^]*5 bytes/i)
    await end
    expect(stopped).toEqual([])
  })

  it('stops transfers after a while, and cuts what does not end then', async () => {
    const { server, url, stop, stopped } = await stopping(readAll, { graceMs: 1, patienceMs: 1 })
    const busy = await openConnection(url)
    busy.send(head('PUT', '/transfers/upload/1', ...expecting))
    await busy.until('100 Continue')
    const closed = once(server, 'close')
    await stop()
    await closed
    await busy.closed()
    expect(stopped).toMatchObject([{ id: 'accession.service.shutting_down' }])
  })
})
