import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { bodyChunks } from './body-chunks.ts'

/** A request whose head was sent, and the socket that sends its body. */
const request = async (length: number): Promise<{ incoming: IncomingMessage; client: Socket }> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  client.on('error', () => undefined)
  onTestFinished(() => {
    client.destroy()
    server.close()
    server.closeAllConnections()
  })
  const requested = once(server, 'request')
  client.write(`PUT / HTTP/1.1\r\nhost: a\r\ncontent-length: ${length}\r\n\r\n`)
  const [incoming] = (await requested) as [IncomingMessage]
  return { incoming, client }
}

const all = async (chunks: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return Buffer.concat(parts)
}

describe('the chunks of a body', () => {
  it('are all of its bytes, in their order', async () => {
    const { incoming, client } = await request(1_000_000)
    const body = Buffer.from(Array.from({ length: 1_000_000 }, (_, index) => index % 251))
    client.write(body)
    expect((await all(bodyChunks(incoming))).equals(body)).toBe(true)
  })

  it('are none where the body is empty', async () => {
    const { incoming } = await request(0)
    expect(await all(bodyChunks(incoming))).toHaveLength(0)
  })

  it('hold a client back whose bytes nobody takes', async () => {
    const { incoming, client } = await request(64 * 1024 * 1024)
    const iterator = bodyChunks(incoming)[Symbol.asyncIterator]()
    client.write(Buffer.alloc(64 * 1024 * 1024))
    await iterator.next()
    expect(incoming.isPaused()).toBe(true)
    let count = 0
    for (let taken = 0; taken < 64 * 1024 * 1024 - 65_536 * 2; taken = count) {
      const { value, done } = await iterator.next()
      if (done) break
      count += value.byteLength
    }
    expect(count).toBeGreaterThan(60 * 1024 * 1024)
  })

  it('end with an error where the connection breaks off, whoever waits or asks later', async () => {
    const { incoming, client } = await request(100)
    const iterator = bodyChunks(incoming)[Symbol.asyncIterator]()
    client.write('some')
    expect((await iterator.next()).value?.toString()).toBe('some')
    const waiting = iterator.next()
    client.destroy()
    await expect(waiting).rejects.toThrow()
    await expect(iterator.next()).rejects.toThrow()
    await expect(all(bodyChunks(incoming))).rejects.toThrow()
  })

  it('end the request where they are left early', async () => {
    const { incoming, client } = await request(100)
    client.write('some')
    for await (const chunk of bodyChunks(incoming)) {
      expect(chunk.toString()).toBe('some')
      break
    }
    expect(incoming.destroyed).toBe(true)
  })
})
