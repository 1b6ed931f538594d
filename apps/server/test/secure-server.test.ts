import { once } from 'node:events'
import { constants } from 'node:http2'
import type { ClientHttp2Stream } from 'node:http2'
import { connect as connectTls } from 'node:tls'
import { describe, expect, it, onTestFinished } from 'vitest'
import { connectionLimits } from '../src/listening/connection-limits.ts'
import { selfSignedCertificate } from '../src/tls/self-signed-certificate.ts'
import { deferred } from './support/deferred.ts'
import { answerOf, openSession, sessionClosed } from './support/http2-connection.ts'
import { frameBytes, openFrames, requestFrame, resetFrame } from './support/raw-frames.ts'
import { openConnection } from './support/raw-connection.ts'
import { certificate, connectionsOf, names, readAll, serve } from './support/secure-server.ts'
import type { Answer } from './support/secure-server.ts'

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

  it('that is silent keeps nobody out, before its handshake and after', async () => {
    const { url } = await serve(readAll, { connectionsMax: 6, unaskedMs: 0 })
    const to = { port: Number(url.port), host: url.hostname, ca: certificate.cert }
    const kept = connectTls(to)
    kept.write('PUT /transfers/upload/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n123')
    const handshaking = await Promise.all([openConnection(url), openConnection(url)])
    const secured = [connectTls(to), connectTls(to), connectTls({ ...to, ALPNProtocols: ['h2'] })]
    await Promise.all([kept, ...secured].map((socket) => once(socket, 'secureConnect')))
    const closed = [
      ...handshaking.map((connection) => connection.closed()),
      ...secured.map(
        (socket) =>
          new Promise((resolve) => {
            // A reset is one of the ways in which a server closes.
            socket.on('error', () => undefined).on('close', resolve)
            socket.resume()
          }),
      ),
    ]
    await (await openConnection(url)).closed()
    await Promise.all(closed)
    expect((await answerOf((await openSession(url)).request())).text).toBe('0 bytes')
    kept.end('45')
    expect(Buffer.concat(await kept.toArray()).toString()).toContain('5 bytes')
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
