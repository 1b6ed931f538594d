import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { pullItem } from '@accession/client'
import { expect, it, onTestFinished } from 'vitest'
import { clientOf, downloadUrlOf, newItem, patternOf } from './library.ts'
import { startEdge } from './start-edge.ts'

const isLong = process.env['ACCESSION_TEST_LONG'] === '1'
const size = (isLong ? 100 : 5) * 1024 * 1024

it(`pulls a file in segments${isLong ? ', also where its connection breaks' : ''}`, async () => {
  const { bytes, sha256 } = patternOf(size)
  const ranges: string[] = []
  const source = createServer(({ headers: { range = '' } }, response) => {
    ranges.push(range)
    const start = Number(/^bytes=(\d+)-$/.exec(range)?.[1] ?? 0)
    response.writeHead(start > 0 ? 206 : 200, {
      etag: '"1"',
      'content-length': size - start,
      ...(start > 0 && { 'content-range': `bytes ${start}-${size - 1}/${size}` }),
    })
    // The first connection breaks in the middle; workerd notices by its silence, which takes a while.
    if (start > 0 || !isLong) response.end(bytes.subarray(start))
    else response.write(bytes.subarray(0, size / 2), () => response.socket?.resetAndDestroy())
  })
  await new Promise<void>((resolve) => void source.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void source.close())
  const { port } = source.address() as AddressInfo
  await using edge = await startEdge({ ACCESSION_FETCH_ALLOW: `127.0.0.1:${port}` })
  const client = clientOf(edge)
  const item = await newItem(client)
  const checksum = { algorithm: 'SHA256', checksum: sha256 } as const
  const files = [{ name: 'a.img', source: { uri: `http://127.0.0.1:${port}/a` }, checksum }]
  const pulling = pullItem(client, { item, files, lookEveryMs: 200 })
  // What the request that began it leaves, the cron trigger goes on with.
  const ended = new AbortController()
  const settle = (): void => ended.abort()
  pulling.then(settle, settle)
  while (!ended.signal.aborted) {
    expect(await edge.scheduled()).toBe('ok')
    await sleep(200)
  }
  expect(await pulling).toEqual({ id: item, files: [{ name: 'a.img', size }] })
  const stored = await fetch(await downloadUrlOf(client, item))
  const digest = createHash('sha256').update(new Uint8Array(await stored.arrayBuffer()))
  expect(digest.digest('hex')).toBe(sha256)
  if (isLong) expect(ranges.length).toBeGreaterThan(1)
  expect(ranges.filter((range) => range === '')).toHaveLength(1)
})
