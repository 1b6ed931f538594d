import { once } from 'node:events'
import { constants } from 'node:http2'
import type { TLSSocket } from 'node:tls'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { nodeClock } from '../src/adapters/node-clock.ts'
import type { ConnectionLimits } from '../src/listening/connection-limits.ts'
import { followRequests } from '../src/listening/running-requests.ts'
import { stopServing } from '../src/listening/stop-serving.ts'
import { deferred } from './support/deferred.ts'
import { answerOf, continued, openSession, sessionClosed } from './support/http2-connection.ts'
import { frameBytes, openFrames, requestFrame, resetFrame } from './support/raw-frames.ts'
import { connectionsOf, readAll, refuse, serve, upload } from './support/secure-server.ts'
import type { Answer } from './support/secure-server.ts'

const call = { ':method': 'POST', ':path': '/api/session' }

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
