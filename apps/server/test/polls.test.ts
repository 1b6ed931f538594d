import { once } from 'node:events'
import { connect } from 'node:net'
import { request } from 'node:https'
import { describe, expect, it, onTestFinished } from 'vitest'
import { connectionLimits } from '../src/listening/connection-limits.ts'
import { createHttpServer } from '../src/listening/create-http-server.ts'
import { createSecureServer } from '../src/listening/create-secure-server.ts'
import type { PollAnswering } from '../src/listening/answer-polls.ts'
import { listen } from '../src/listening/listen.ts'
import { followRequests } from '../src/listening/running-requests.ts'
import { deferred } from './support/deferred.ts'
import { certificate } from './support/secure-server.ts'

const libraryId = '01900000-0000-7000-8000-000000000001'
const otherId = '01900000-0000-7000-8000-000000000002'

const addressOf = (id: string): string => `/cls/vcsp/lib/${id}/lib.json`

/** Libraries of one version, and which of them were looked at, in turn. */
const openPolling = (version: () => string, before: () => Promise<void> = async () => {}) => {
  const looks: string[] = []
  const polling: PollAnswering = {
    now: () => 0,
    polls: {
      async open(id) {
        looks.push(id)
        await before()
        const tag = version()
        if (tag === '') return undefined
        return {
          answer({ tags }) {
            if (tags === undefined) return { status: 200, headers: ['etag', tag], body: 'ä text' }
            return tags === tag
              ? { status: 304, headers: ['etag', tag], body: undefined }
              : undefined
          },
        }
      },
    },
  }
  return { looks, polling }
}

/** What the app answers to whatever reaches it. */
const app = () => new Response('from the app')

const serve = async (polling: PollAnswering): Promise<URL> => {
  const server = createHttpServer(app, connectionLimits, polling)
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return listen(server, '127.0.0.1', 0)
}

const ask = async (url: URL, id: string, tag?: string) => {
  const headers: HeadersInit = tag === undefined ? {} : { 'if-none-match': tag }
  const answer = await fetch(new URL(addressOf(id), url), { headers })
  return [answer.status, answer.headers.get('etag'), await answer.text()]
}

const unchanged = (tag: string) => [304, tag, '']
const byApp = [200, null, 'from the app']

describe('polls', () => {
  it('are answered at once where that is enough, and by the app elsewhere', async () => {
    let version = '"1"'
    const { polling } = openPolling(() => version)
    const url = await serve(polling)
    expect(await ask(url, libraryId, '"1"')).toEqual(unchanged('"1"'))
    expect(await ask(url, libraryId)).toEqual([200, '"1"', 'ä text'])
    expect(await ask(url, libraryId, '"0"')).toEqual(byApp)
    version = '"2"'
    expect(await ask(url, libraryId, '"1"')).toEqual(byApp)
    expect(await ask(url, libraryId, '"2"')).toEqual(unchanged('"2"'))
    version = ''
    expect(await ask(url, libraryId, '"2"')).toEqual(byApp)
  })

  it('that come together share a look, which begins after the last of them', async () => {
    const { looks, polling } = openPolling(() => '"1"')
    const url = await serve(polling)
    const socket = connect(Number(url.port), url.hostname)
    onTestFinished(() => void socket.destroy())
    const heads = [libraryId, otherId, libraryId, libraryId].map(
      (id, at) =>
        `GET ${addressOf(id)} HTTP/1.1\r\nHost: x\r\nIf-None-Match: "1"\r\n` +
        `${at === 3 ? 'Connection: close\r\n' : ''}\r\n`,
    )
    socket.write(heads.join(''))
    const text = Buffer.concat(await socket.toArray()).toString()
    expect(text.match(/^HTTP\/1\.1 304/gm)).toHaveLength(4)
    expect(looks).toEqual([libraryId, otherId])
  })

  it('that come while others are being looked at have a look of their own', async () => {
    let version = '"1"'
    const begun = deferred()
    const held = deferred()
    let isFirst = true
    const { looks, polling } = openPolling(
      () => version,
      async () => {
        if (!isFirst) return
        isFirst = false
        begun.resolve()
        await held.promise
      },
    )
    const url = await serve(polling)
    const early = ask(url, libraryId, '"1"')
    await begun.promise
    const late = await ask(url, libraryId, '"1"')
    expect(late).toEqual(unchanged('"1"'))
    version = '"2"'
    held.resolve()
    expect(await early).toEqual(byApp)
    expect(looks).toEqual([libraryId, libraryId])
  })

  it('whose client is gone by then are nobody else’s trouble', async () => {
    const begun = deferred()
    const held = deferred()
    const { polling } = openPolling(
      () => '"1"',
      async () => {
        begun.resolve()
        await held.promise
      },
    )
    const url = await serve(polling)
    const gone = connect(Number(url.port), url.hostname)
    gone.write(`GET ${addressOf(libraryId)} HTTP/1.1\r\nHost: x\r\nIf-None-Match: "1"\r\n\r\n`)
    await begun.promise
    gone.resetAndDestroy()
    await once(gone, 'close')
    held.resolve()
    expect(await ask(url, libraryId, '"1"')).toEqual(unchanged('"1"'))
  })

  it('that wait are waited for by a server that stops', async () => {
    const begun = deferred()
    const held = deferred()
    const { polling } = openPolling(
      () => '"1"',
      async () => {
        begun.resolve()
        await held.promise
      },
    )
    const server = createHttpServer(app, connectionLimits, polling)
    onTestFinished(() => server.closeAllConnections())
    const requests = followRequests(server)
    const answer = ask(await listen(server, '127.0.0.1', 0), libraryId, '"1"')
    await begun.promise
    const order: string[] = []
    server.close()
    requests.endConnections()
    const ended = requests.ended().then(() => order.push('ended'))
    order.push('let go')
    held.resolve()
    expect(await answer).toEqual(unchanged('"1"'))
    await ended
    expect(order).toEqual(['let go', 'ended'])
  })

  it('are answered over TLS as well', async () => {
    const { polling } = openPolling(() => '"1"')
    const server = createSecureServer(app, certificate, connectionLimits, polling)
    onTestFinished(() => {
      server.close()
      server.closeAllConnections()
    })
    const url = await listen(server, '127.0.0.1', 0, 'https')
    const statusOf = (tag: string) =>
      new Promise((resolve, reject) => {
        const to = { ca: certificate.cert, headers: { 'if-none-match': tag } }
        const asked = request(new URL(addressOf(libraryId), url), to, (answer) => {
          answer.resume()
          resolve(answer.statusCode)
        })
        asked.on('error', reject).end()
      })
    expect(await statusOf('"1"')).toBe(304)
    expect(await statusOf('"0"')).toBe(200)
  })
})
