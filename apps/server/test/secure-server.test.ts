import { once } from 'node:events'
import { constants } from 'node:http2'
import type { ClientHttp2Stream } from 'node:http2'
import { connect as connectTls } from 'node:tls'
import type { TLSSocket } from 'node:tls'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { nodeClock } from '../src/adapters/node-clock.ts'
import { connectionLimits } from '../src/listening/connection-limits.ts'
import type { ConnectionLimits } from '../src/listening/connection-limits.ts'
import { createSecureServer } from '../src/listening/create-secure-server.ts'
import type { SecureServer } from '../src/listening/create-secure-server.ts'
import { bodyOf } from '../src/listening/expectations.ts'
import type { Incoming } from '../src/listening/http-server.ts'
import { listen } from '../src/listening/listen.ts'
import { followRequests } from '../src/listening/running-requests.ts'
import { stopServing } from '../src/listening/stop-serving.ts'
import { selfSignedCertificate } from '../src/tls/self-signed-certificate.ts'
import { deferred } from './support/deferred.ts'
import { answerOf, continued, openSession, sessionClosed } from './support/http2-connection.ts'
import { frameBytes, openFrames, requestFrame, resetFrame } from './support/raw-frames.ts'
import { openConnection } from './support/raw-connection.ts'

type Answer = (incoming: Incoming) => Response | Promise<Response>

const names = ['localhost', '127.0.0.1', '::1']
const certificate = await selfSignedCertificate({ folder: undefined, names })

const serve = async (answer: Answer, limits: Partial<ConnectionLimits> = {}) => {
  const server = createSecureServer((_request, { incoming }) => answer(incoming), certificate, {
    ...connectionLimits,
    ...limits,
  })
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return { server, url: await listen(server, '127.0.0.1', 0, 'https') }
}

const readAll: Answer = async (incoming) => {
  let size = 0
  for await (const chunk of bodyOf(incoming)) size += chunk.byteLength
  return new Response(`${size} bytes`)
}

/** Answers at once, and throws away what the client sends on. */
const refuse: Answer = (incoming) => {
  void Promise.resolve(readAll(incoming)).catch(() => undefined)
  return new Response('no', { status: 404 })
}

const upload = { ':method': 'PUT', ':path': '/transfers/upload/1' }
const call = { ':method': 'POST', ':path': '/api/session' }

/** An answer that waits until it is let go. */
const held = () => {
  const { promise, resolve } = deferred()
  let count = 0
  const answer: Answer = async () => {
    count++
    await promise
    return new Response('late')
  }
  return { answer, letGo: resolve, count: () => count }
}

const connectionsOf = (server: SecureServer): Promise<number> =>
  new Promise((resolve) => server.getConnections((_error, open) => resolve(open)))

const opened = (stream: ClientHttp2Stream): Promise<unknown> =>
  stream.id === undefined ? once(stream, 'ready') : Promise.resolve()

const spoken = async (url: URL, ALPNProtocols: string[]) => {
  const socket = connectTls({
    port: Number(url.port),
    host: url.hostname,
    ca: certificate.cert,
    ALPNProtocols,
  })
  onTestFinished(() => void socket.destroy())
  await once(socket, 'secureConnect')
  return socket
}

describe('one port', () => {
  it('speaks HTTP/2 with those who can, and HTTP/1.1 with the others', async () => {
    const { url } = await serve(readAll)
    expect((await spoken(url, ['h2', 'http/1.1'])).alpnProtocol).toBe('h2')
    for (const protocols of [['http/1.1'], []]) {
      const socket = await spoken(url, protocols)
      socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
      const chunks = await socket.toArray()
      expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1\.1 200 OK[^]*0 bytes/)
    }
  })

  it('speaks no TLS older than 1.2', async () => {
    const { url } = await serve(readAll)
    const versionWith = (maxVersion: 'TLSv1.1' | 'TLSv1.2') =>
      new Promise<string | null>((resolve, reject) => {
        const to = { port: Number(url.port), host: url.hostname, ca: certificate.cert }
        const old = { minVersion: 'TLSv1', maxVersion, ciphers: 'DEFAULT@SECLEVEL=0' } as const
        const socket = connectTls({ ...to, ...old }, () => resolve(socket.getProtocol()))
        socket.on('error', reject)
        onTestFinished(() => void socket.destroy())
      })
    expect(await versionWith('TLSv1.2')).toBe('TLSv1.2')
    await expect(versionWith('TLSv1.1')).rejects.toMatchObject({
      code: expect.stringMatching(/PROTOCOL_VERSION/),
    })
  })

  it('shows another certificate from the next connection on', async () => {
    const { server, url } = await serve(readAll)
    const before = await openSession(url)
    const other = await selfSignedCertificate({ folder: undefined, names })
    server.useKeyPair(other)
    const socket = connectTls({ port: Number(url.port), host: url.hostname, ca: other.cert })
    onTestFinished(() => void socket.destroy())
    await once(socket, 'secureConnect')
    expect(socket.getPeerCertificate().fingerprint256).toBe(other.fingerprint)
    expect((await answerOf(before.request())).text).toBe('0 bytes')
  })

  it('cuts who speaks plain http at once', async () => {
    const { url } = await serve(readAll)
    const connection = await openConnection(url)
    connection.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    expect(await connection.closed()).not.toContain('200')
  })
})

describe('a connection over TLS', () => {
  it('is closed when its handshake does not come', async () => {
    const { url } = await serve(readAll, { headersMs: 40 })
    const silent = await openConnection(url)
    await silent.closed()
  })

  it('of HTTP/1.1 keeps its bounds', async () => {
    const { url } = await serve(readAll, { headersMs: 40 })
    const socket = connectTls({ port: Number(url.port), host: url.hostname, ca: certificate.cert })
    socket.write('GET / HTTP/1.1\r\nX-Slow: ')
    expect(Buffer.concat(await socket.toArray()).toString()).toContain('408')
  })

  it('of HTTP/1.1 has headers of bounded size', async () => {
    const { url } = await serve(readAll)
    const socket = connectTls({ port: Number(url.port), host: url.hostname, ca: certificate.cert })
    socket.write(`GET / HTTP/1.1\r\nX-Large: ${'x'.repeat(connectionLimits.headerBytesMax)}`)
    expect(Buffer.concat(await socket.toArray()).toString()).toContain('431')
  })

  it('is one of a bounded number, and idle ones make room', async () => {
    const connectionsMax = 4
    const { server, url } = await serve(readAll, { connectionsMax, afterAnswerMs: 40 })
    const idle = await Promise.all(Array.from({ length: connectionsMax }, () => openSession(url)))
    await Promise.all(idle.map((session) => answerOf(session.request())))
    const refused = await openConnection(url)
    await refused.closed()
    await Promise.all(idle.map(sessionClosed))
    await expect.poll(() => connectionsOf(server)).toBe(0)
    expect((await answerOf((await openSession(url)).request())).text).toBe('0 bytes')
  })

  it('that is busy is not closed for others', async () => {
    const { answer, letGo } = held()
    const { server, url } = await serve(answer)
    const session = await openSession(url)
    const stream = session.request()
    await once(server, 'request')
    server.closeIdleConnections()
    letGo()
    expect((await answerOf(stream)).text).toBe('late')
  })
})

describe('a connection of HTTP/2', () => {
  it('is closed when no request comes', async () => {
    const { url } = await serve(readAll, { headersMs: 40 })
    await sessionClosed(await openSession(url))
  })

  it('is closed when no request is left', async () => {
    const { url } = await serve(readAll, { keepAliveMs: 40 })
    const session = await openSession(url)
    const goaway = once(session, 'goaway')
    expect((await answerOf(session.request())).text).toBe('0 bytes')
    expect((await goaway)[0]).toBe(constants.NGHTTP2_NO_ERROR)
    await sessionClosed(session)
  })

  it('is cut when its peer does not close it in turn', async () => {
    const { server, url } = await serve(readAll, { headersMs: 20, afterAnswerMs: 20 })
    await openFrames(url, true)
    await expect.poll(() => connectionsOf(server)).toBe(0)
  })

  it('has a bounded number of streams', async () => {
    const { answer, letGo } = held()
    const { url } = await serve(answer, { streamsMax: 5 })
    const session = await openSession(url)
    if (session.remoteSettings.maxConcurrentStreams !== 5) await once(session, 'remoteSettings')
    expect(session.remoteSettings.maxConcurrentStreams).toBe(5)
    letGo()
  })

  it('has as many requests worked on as streams, also when it resets them', async () => {
    const { answer, letGo, count } = held()
    const { url } = await serve(answer, { streamsMax: 5 })
    const session = await openSession(url)
    for (let index = 0; index < 5; index++) {
      const stream = session.request()
      const closed = answerOf(stream)
      await opened(stream)
      await expect.poll(count).toBe(index + 1)
      stream.close(constants.NGHTTP2_CANCEL)
      await closed
    }
    const { code, status } = await answerOf(session.request())
    expect([code, status]).toEqual([constants.NGHTTP2_REFUSED_STREAM, 0])
    expect(count()).toBe(5)
    letGo()
    await expect.poll(async () => (await answerOf(session.request())).text).toBe('late')
  })

  it('shares a bounded number of requests with all others', async () => {
    const { answer, letGo, count } = held()
    const { url } = await serve(answer, { streamsOfAllMax: 2 })
    const sessions = await Promise.all([openSession(url), openSession(url), openSession(url)])
    const [first, second] = [sessions[0]?.request(), sessions[1]?.request()]
    await expect.poll(count).toBe(2)
    const refused = sessions[2]?.request()
    expect(refused && (await answerOf(refused)).code).toBe(constants.NGHTTP2_REFUSED_STREAM)
    letGo()
    for (const stream of [first, second])
      expect(stream && (await answerOf(stream)).text).toBe('late')
  })

  it.each([
    ['size', { 'x-large': 'x'.repeat(connectionLimits.headerBytesMax) }],
    ['number', Object.fromEntries(Array.from({ length: 120 }, (_, index) => [`x-${index}`, '1']))],
  ])('has headers of bounded %s', async (_what, headers) => {
    const { answer, count } = held()
    const { url } = await serve(answer)
    const first = await openSession(url)
    // The first may come before the client knows the bounds, and is answered where that is possible.
    const early = await answerOf(first.request(headers))
    expect([0, 431]).toContain(early.status)
    const later = await openSession(url)
    await new Promise((resolve) => later.ping(() => resolve(undefined)))
    const { code } = await answerOf(later.request(headers))
    expect(code).toBe(constants.NGHTTP2_ENHANCE_YOUR_CALM)
    expect(count()).toBe(0)
  })

  it('is cut when it resets streams in a flood, and others are served', async () => {
    const { url } = await serve(readAll)
    const socket = await openFrames(url)
    const closed = once(socket, 'close')
    for (let index = 0; index <= connectionLimits.resetsMax; index++) {
      const stream = 2 * index + 1
      socket.write(frameBytes(requestFrame(stream, 'GET', '/'), resetFrame(stream)))
    }
    await closed
    expect((await answerOf((await openSession(url)).request())).text).toBe('0 bytes')
  })

  it.each([
    ['PING', { type: 6, payload: Buffer.alloc(8) }],
    ['SETTINGS', { type: 4 }],
  ])('is cut when it sends a flood of %s', async (_name, frame) => {
    const { url } = await serve(readAll)
    const socket = await openFrames(url)
    const flood = Array.from({ length: connectionLimits.controlFramesMax + 1 }, () => frame)
    socket.write(frameBytes(...flood))
    await once(socket, 'close')
    expect((await answerOf((await openSession(url)).request())).text).toBe('0 bytes')
  })

  it('may ask whether the server is there', async () => {
    const { url } = await serve(readAll)
    const session = await openSession(url)
    for (let index = 0; index < 20; index++)
      await new Promise((resolve) => session.ping(() => resolve(undefined)))
    expect((await answerOf(session.request())).text).toBe('0 bytes')
  })
})

describe('a stream', () => {
  it('is cut when a body that is no upload does not come, and the others are not', async () => {
    const { url } = await serve(readAll, { bodyMs: 40 })
    const session = await openSession(url)
    const other = session.request(upload, { endStream: false })
    const stream = session.request(call, { endStream: false })
    stream.write('123')
    expect(await answerOf(stream)).toMatchObject({ code: constants.NGHTTP2_CANCEL, text: '' })
    other.end('12345')
    expect((await answerOf(other)).text).toBe('5 bytes')
  })

  it('is cut when nothing moves on it, and the others are not', async () => {
    const { url } = await serve(readAll, { silentMs: 200 })
    const session = await openSession(url)
    const silent = session.request(upload, { endStream: false })
    silent.write('123')
    const lively = session.request(upload, { endStream: false })
    const beat = setInterval(() => lively.write('1'), 20)
    onTestFinished(() => clearInterval(beat))
    expect(await answerOf(silent)).toMatchObject({ code: constants.NGHTTP2_CANCEL, text: '' })
    clearInterval(beat)
    lively.end()
    expect((await answerOf(lively)).text).toMatch(/^\d+ bytes$/)
  })

  it('is cut when its body goes on and on after the answer', async () => {
    const { url } = await serve(refuse, { afterAnswerMs: 40 })
    const session = await openSession(url)
    const stream = session.request(upload, { endStream: false })
    stream.write('123')
    expect(await answerOf(stream)).toMatchObject({ status: 404, text: 'no' })
  })

  it.each([
    ['that was reset', (socket: TLSSocket) => void socket.end(frameBytes(resetFrame(1)))],
    ['whose connection was closed', (socket: TLSSocket) => void socket.end()],
    ['whose connection was cut', (socket: TLSSocket) => void socket.destroy()],
  ])('%s is no body that has ended', async (_what, breakOff) => {
    const read = deferred<unknown>()
    const begun = deferred()
    const complaint = vi.spyOn(console, 'error')
    onTestFinished(() => complaint.mockRestore())
    const { server, url } = await serve(async (incoming) => {
      incoming.once('data', () => begun.resolve())
      read.resolve(await Promise.resolve(readAll(incoming)).catch((error: unknown) => error))
      return new Response('too late')
    })
    const socket = await openFrames(url)
    const data = { type: 0, stream: 1, payload: Buffer.from('12345') }
    socket.write(frameBytes(requestFrame(1, 'PUT', '/transfers/upload/1'), data))
    await begun.promise
    breakOff(socket)
    expect(await read.promise).toBeInstanceOf(Error)
    await expect.poll(() => connectionsOf(server)).toBe(0)
    // Nobody is there to answer any more: that is nothing to complain of.
    expect(complaint).not.toHaveBeenCalled()
  })

  it('that expects 100-continue is told so when its upload is wanted', async () => {
    const { url } = await serve(readAll)
    const session = await openSession(url)
    const stream = session.request({ ...upload, expect: '100-continue' }, { endStream: false })
    await continued(stream)
    stream.end('12345')
    expect((await answerOf(stream)).text).toBe('5 bytes')
  })

  it('that expects 100-continue keeps its bytes when its upload is refused', async () => {
    const { url } = await serve(refuse)
    const session = await openSession(url)
    const stream = session.request({ ...upload, expect: '100-continue' }, { endStream: false })
    let isContinued = false
    stream.on('continue', () => (isContinued = true))
    const answer = answerOf(stream)
    await once(stream, 'response')
    stream.end()
    expect(await answer).toMatchObject({ status: 404, text: 'no' })
    expect(isContinued).toBe(false)
  })

  it('that expects 100-continue is told at once where its body is no upload', async () => {
    const { url } = await serve(readAll)
    const session = await openSession(url)
    const stream = session.request({ ...call, expect: '100-continue' }, { endStream: false })
    await continued(stream)
    stream.end('12345')
    expect((await answerOf(stream)).text).toBe('5 bytes')
  })
})

const stopping = async (
  answer: Answer,
  times: { graceMs: number; patienceMs: number },
  whenStopped: () => void = () => undefined,
  limits: Partial<ConnectionLimits> = {},
) => {
  const { server, url } = await serve(answer, limits)
  const requests = followRequests(server)
  const stopped: Error[] = []
  const transfers = {
    stopAll(reason: Error) {
      stopped.push(reason)
      whenStopped()
    },
  }
  const stop = () => stopServing(server, requests, { clock: nodeClock, transfers, ...times })
  return { server, url, stop, stopped }
}

describe('stopping over HTTP/2', () => {
  it('says goodbye, and lets requests end', async () => {
    const { url, stop, stopped } = await stopping(readAll, { graceMs: 60_000, patienceMs: 0 })
    const idle = await openSession(url)
    expect((await answerOf(idle.request())).text).toBe('0 bytes')
    const busy = await openSession(url)
    const stream = busy.request({ ...upload, expect: '100-continue' }, { endStream: false })
    await continued(stream)
    const goodbyes = Promise.all([once(idle, 'goaway'), once(busy, 'goaway')])
    const end = stop()
    expect((await goodbyes).map(([code]) => code)).toEqual([0, 0])
    await sessionClosed(idle)
    stream.end('12345')
    expect((await answerOf(stream)).text).toBe('5 bytes')
    await end
    expect(stopped).toEqual([])
  })

  it('stops transfers after a while, and cuts what does not end then', async () => {
    const { url, stop, stopped } = await stopping(readAll, { graceMs: 1, patienceMs: 1 })
    const busy = await openSession(url)
    const stream = busy.request({ ...upload, expect: '100-continue' }, { endStream: false })
    const answer = answerOf(stream)
    await continued(stream)
    await stop()
    await sessionClosed(busy)
    expect((await answer).text).toBe('')
    expect(stopped).toMatchObject([{ id: 'accession.service.shutting_down' }])
  })

  it('ends a refused upload with its answer, whatever the client would go on to send', async () => {
    const told = deferred()
    const answer: Answer = async (incoming) => {
      void Promise.resolve(readAll(incoming)).catch(() => undefined)
      await told.promise
      return new Response('no', { status: 503 })
    }
    const limits = { afterAnswerMs: 3_600_000 }
    const times = { graceMs: 1, patienceMs: 3_600_000 }
    const { url, stop } = await stopping(answer, times, () => told.resolve(), limits)
    const session = await openSession(url)
    const stream = session.request(upload, { endStream: false })
    await new Promise((done) => stream.write('123', done))
    await new Promise((done) => session.ping(done))
    const [{ status, text }] = await Promise.all([answerOf(stream), stop()])
    expect([status, text]).toEqual([503, 'no'])
  })
})
