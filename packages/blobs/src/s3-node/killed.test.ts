import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { startS3 } from '@accession/engines/s3'
import { afterAll, expect, it } from 'vitest'
import { listedIds, sizeRead } from '../../test/blob-helpers.ts'
import { startFaultProxy } from '../../test/fault-proxy.ts'
import { listKeys } from '../s3/list-keys.ts'
import { createS3BlobStore } from './index.ts'
import { createS3Client } from '../s3/s3-client.ts'

const program = fileURLToPath(new URL('../../test/write-s3-until-killed.ts', import.meta.url))
const rounds = process.env['ACCESSION_TEST_LONG'] === '1' ? 40 : 3
const s3 = await startS3()
const proxy = await startFaultProxy(s3.endpoint)
afterAll(async () => {
  await proxy[Symbol.asyncDispose]()
  await s3[Symbol.asyncDispose]()
})

/** Runs the program until it is in the middle of a blob that is sent in parts, and kills it then. */
const killInParts = async (prefix: string, partsBefore: number) => {
  const url = `s3://${s3.bucket}/${prefix}?endpoint=${proxy.endpoint}&region=${s3.region}&part-size=5`
  const child = spawn(
    process.execPath,
    ['--conditions=@accession/source', '--no-warnings', program, url],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...s3.environment } },
  )
  const exited = once(child, 'exit')
  let parts = 0
  proxy.fault = ({ method, query }) => {
    if (method === 'PUT' && query.has('uploadId') && ++parts > partsBefore) child.kill('SIGKILL')
    return 'pass'
  }
  let output = ''
  for await (const text of child.stdout.setEncoding('utf8')) output += text
  expect(await exited).toEqual([null, 'SIGKILL'])
  const lines = output.slice(0, output.lastIndexOf('\n')).split('\n')
  const idsAfter = (word: string) =>
    lines.flatMap((line) => (line.startsWith(word) ? [line.slice(word.length + 1)] : []))
  return { begun: idsAfter('begun'), stored: idsAfter('stored') }
}

it('keeps what it answered for, and frees what a killed writer left', async () => {
  for (let round = 0; round < rounds; round++) {
    const prefix = crypto.randomUUID()
    const place = { ...s3, credentials: s3, prefix, pathStyle: true }
    // One part has arrived, the second has not, of the first such blob, then of the next.
    const { begun, stored } = await killInParts(prefix, 1 + round * 2)
    const store = createS3BlobStore(place)
    const client = createS3Client(place)
    const keys = async () => {
      const found: string[] = []
      for (const folder of ['', 'incoming/']) {
        for await (const { key } of listKeys(client, client.address.key(folder))) found.push(key)
      }
      return found
    }
    await expect.poll(() => proxy.paidFor.size).toBe(1)
    const listed = await listedIds(store)
    expect(listed).toEqual(expect.arrayContaining(stored))
    for (const id of listed) expect(await sizeRead(store, id)).toBeOneOf([1000, 50_000, 7_000_000])
    const unfinished = begun.filter((id) => !listed.includes(id))
    expect(unfinished.length).toBeGreaterThan(0)
    for (const id of unfinished) expect(await sizeRead(store, id)).toBe('NOT_FOUND')

    await createS3BlobStore({ ...place, endpoint: proxy.endpoint }).delete(unfinished)
    expect(proxy.paidFor.size).toBe(0)
    expect(await listedIds(store)).toEqual(listed)
    await store.delete(listed)
    expect(await keys()).toEqual([])
  }
})
