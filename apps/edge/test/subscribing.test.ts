import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { clientOf, patternOf } from './library.ts'
import { startEdge } from './start-edge.ts'

const count = 12

const isLong = process.env['ACCESSION_TEST_LONG'] === '1'
const mebibyte = 1024 * 1024

/** A file of the first item that comes in segments; in the long tier over more than one invocation. */
const large = patternOf((isLong ? 12 : 3) * mebibyte)

/** Sends what was asked for of it; at a mebibyte in three seconds in the long tier. */
const sendLarge = async (range: string, response: ServerResponse): Promise<void> => {
  const size = large.bytes.length
  const start = Number(/^bytes=(\d+)-$/.exec(range)?.[1] ?? 0)
  response.writeHead(start > 0 ? 206 : 200, {
    etag: '"1"',
    'content-length': size - start,
    ...(start > 0 && { 'content-range': `bytes ${start}-${size - 1}/${size}` }),
  })
  for (let at = start; at < size; at += mebibyte) {
    response.write(large.bytes.subarray(at, at + mebibyte))
    if (isLong) await sleep(3_000)
  }
  response.end()
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Publishes items of one file each, the first of two, on loopback, until the test is over. */
const publish = async () => {
  const items = Array.from({ length: count }, (_, n) => ({
    id: `urn:uuid:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    name: `item ${n}`,
    version: '1',
    type: 'vcsp.other',
    files: [
      { name: 'a.txt', size: 7, etag: '1', hrefs: [`item%20${n}/a.txt`] },
      ...(n === 0
        ? [{ name: 'large.img', size: large.bytes.length, etag: '1', hrefs: ['large.img'] }]
        : []),
    ],
  }))
  const ranges: string[] = []
  const server = createServer(({ url = '', headers: { range = '' } }, response) => {
    if (url === '/lib.json') response.end(JSON.stringify({ id: 'a', version: '1' }))
    else if (url === '/items.json') response.end(JSON.stringify({ items }))
    else if (url === '/large.img') {
      ranges.push(range)
      void sendLarge(range, response)
    } else response.end('content')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/lib.json`, ranges }
}

it(
  `follows a published library, in steps that an invocation can make${isLong ? ', a large file over several' : ''}`,
  { timeout: 120_000 },
  async () => {
    const { url, ranges } = await publish()
    const edge = await startEdge({ ACCESSION_FETCH_ALLOW: '127.0.0.1' })
    onTestFinished(() => edge[Symbol.asyncDispose]())
    const client = clientOf(edge)
    const library_id = await client.subscribedLibrary.create({
      create_spec: {
        name: 'mirror',
        storage_backings: [{ type: 'DATASTORE' }],
        subscription_info: {
          subscription_url: url,
          authentication_method: 'NONE',
          on_demand: false,
          automatic_sync_enabled: false,
        },
      },
    })
    for (;;) {
      const { last_sync_time: at, state_info: state } = await client.library.get({ library_id })
      expect(state?.message).toBeUndefined()
      if (at !== undefined) break
      await edge.scheduled()
      await sleep(100)
    }
    const items = await client.item.list({ library_id })
    expect(items).toHaveLength(count)
    const [library_item_id = ''] = await client.item.find({
      spec: { library_id, name: 'item 0' },
    })
    const files = await client.itemFile.list({ library_item_id })
    const digests = files.map(async ({ name, file_download_endpoint: address = '' }) => {
      const answer = await fetch(address)
      return [name, digestOf(new Uint8Array(await answer.arrayBuffer()))]
    })
    expect(Object.fromEntries(await Promise.all(digests))).toEqual({
      'a.txt': digestOf(Buffer.from('content')),
      'large.img': large.sha256,
    })
    expect(ranges.filter((range) => range === '')).toHaveLength(1)
    if (isLong) expect(ranges.length).toBeGreaterThan(1)
  },
)
