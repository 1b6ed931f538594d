import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { clientOf, patternOf } from './library.ts'
import { startEdge } from './start-edge.ts'

const count = 12

/** A file of the first item that comes in segments. */
const large = patternOf(3 * 1024 * 1024)

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Publishes items of one file each, the first of two, on loopback, until the test is over. */
const publish = async (): Promise<string> => {
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
  const server = createServer(({ url = '' }, response) => {
    if (url === '/lib.json') response.end(JSON.stringify({ id: 'a', version: '1' }))
    else if (url === '/items.json') response.end(JSON.stringify({ items }))
    else if (url === '/large.img') response.setHeader('etag', '"1"').end(large.bytes)
    else response.end('content')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  return `http://127.0.0.1:${port}/lib.json`
}

it(
  'follows a published library, in steps that an invocation can make',
  { timeout: 60_000 },
  async () => {
    const url = await publish()
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
  },
)
