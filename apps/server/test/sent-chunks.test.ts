import { createHash } from 'node:crypto'
import { request } from 'node:http'
import { connect } from 'node:http2'
import { request as requestSecurely } from 'node:https'
import type { Readable } from 'node:stream'
import { markDisposable } from '@accession/core/ports'
import { describe, expect, it, onTestFinished } from 'vitest'
import { connectionLimits } from '../src/listening/connection-limits.ts'
import { createHttpServer } from '../src/listening/create-http-server.ts'
import { listen } from '../src/listening/listen.ts'
import { certificate, serve as serveSecurely } from './support/secure-server.ts'

const chunkBytes = 256 * 1024
const count = 32

/** A body of which every second chunk is disposable, and all of its chunks. */
const body = () => {
  const chunks = Array.from({ length: count }, (_, index) =>
    new Uint8Array(chunkBytes).fill(index + 1),
  )
  const digest = createHash('sha256')
  for (const chunk of chunks) digest.update(chunk)
  let next = 0
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const chunk = chunks[next]
        if (!chunk) return controller.close()
        if (next++ % 2 === 0) markDisposable(chunk)
        controller.enqueue(chunk)
      },
    },
    { highWaterMark: 0 },
  )
  return { chunks, digest: digest.digest('hex'), stream }
}

/** Reads as one who is slow: the server's buffers, and those of the system, are full all the while. */
const digestSlowly = async (answer: Readable): Promise<string> => {
  const digest = createHash('sha256')
  for await (const chunk of answer) {
    digest.update(chunk as Uint8Array)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return digest.digest('hex')
}

const answerOf = (ask: (onAnswer: (answer: Readable) => void) => void): Promise<Readable> =>
  new Promise((resolve) => ask(resolve))

const serve = async (stream: ReadableStream<Uint8Array>): Promise<URL> => {
  const server = createHttpServer(() => new Response(stream), connectionLimits)
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return listen(server, '127.0.0.1', 0)
}

const ways = {
  async 'HTTP/1.1'(stream: ReadableStream<Uint8Array>) {
    const url = await serve(stream)
    return answerOf((onAnswer) => request(url, onAnswer).end())
  },
  async 'HTTP/1.1 over TLS'(stream: ReadableStream<Uint8Array>) {
    const { url } = await serveSecurely(() => new Response(stream))
    return answerOf((onAnswer) => requestSecurely(url, { ca: certificate.cert }, onAnswer).end())
  },
  async 'HTTP/2'(stream: ReadableStream<Uint8Array>) {
    const { url } = await serveSecurely(() => new Response(stream))
    const session = connect(url, { ca: certificate.cert })
    onTestFinished(() => session.destroy())
    return session.request()
  },
}

describe.each(Object.entries(ways))('a body that is sent by %s', (_name, ask) => {
  it('gives back the memory of its disposable chunks, and comes as it was', async () => {
    const { chunks, digest, stream } = body()
    expect(await digestSlowly(await ask(stream))).toBe(digest)
    const left = chunks.map(({ byteLength }) => byteLength)
    expect(left).toEqual(chunks.map((_, index) => (index % 2 === 0 ? 0 : chunkBytes)))
  })
})
