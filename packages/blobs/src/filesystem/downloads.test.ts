import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import { expect, it, onTestFinished } from 'vitest'
import { temporaryFolder, writeZeros } from '../../test/blob-helpers.ts'
import { newBlobId } from '../../test/blob-id.ts'
import { createFolderBlobStore } from './folder-blob-store.ts'

const size = 8_000_000
const parallel = 24

const openFiles = async (): Promise<number> => (await readdir('/proc/self/fd')).length

/** Downloads until so many bytes have come, then hangs up; answers how many those were. */
const download = async (port: number, hangUpAfter: number): Promise<number> => {
  const call = request({ port, agent: false }).end()
  const [response] = (await once(call, 'response')) as [IncomingMessage]
  let received = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    received += chunk.byteLength
    if (received >= hangUpAfter) break
  }
  return received
}

it.runIf(process.platform === 'linux')(
  'serves parallel downloads of which some hang up',
  { timeout: 60_000 },
  async () => {
    const store = await createFolderBlobStore({ folder: await temporaryFolder() })
    const id = newBlobId()
    await writeZeros(store, id, size)
    const ends: Promise<string>[] = []
    const server = createServer((_request, response) => {
      const sent = store
        .read(id)
        .then(async (stream) => pipeline(Readable.fromWeb(stream as NodeReadableStream), response))
      ends.push(
        sent.then(
          () => 'whole',
          () => 'broken off',
        ),
      )
    })
    server.listen(0)
    onTestFinished(() => void server.close())
    await once(server, 'listening')
    const before = await openFiles()
    const { port } = server.address() as AddressInfo
    const received = await Promise.all(
      Array.from({ length: parallel }, async (_, index) =>
        download(port, index % 2 === 0 ? Infinity : (size / parallel) * index * 0.5),
      ),
    )
    expect(received.filter((_, index) => index % 2 === 0)).toEqual(Array(parallel / 2).fill(size))
    const outcomes = await Promise.all(ends)
    expect(outcomes).toHaveLength(parallel)
    expect(outcomes).toContain('broken off')
    await expect.poll(openFiles).toBeLessThanOrEqual(before)
  },
)
