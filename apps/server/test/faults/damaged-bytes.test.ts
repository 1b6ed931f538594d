import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, it } from 'vitest'
import { createAdmin } from '../../src/index.ts'
import { itemPath } from '../support/library-api.ts'
import { openConnection } from '../support/raw-connection.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { bytesOf, downloadUrl, serveLibrary, storeItem } from './served-library.ts'

const signal = new AbortController().signal
const size = 2_000_000

const damages: readonly {
  readonly damage: string
  readonly harm: (path: string) => void
  readonly problem: string
}[] = [
  { damage: 'missing', harm: (path) => rmSync(path), problem: 'missing_bytes' },
  { damage: 'cut', harm: (path) => truncateSync(path, 1_000_000), problem: 'wrong_size' },
]

const storedFile = (data: string): string => {
  const [path] = readdirSync(join(data, 'blobs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /^[0-9a-f-]{36}/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
  if (path === undefined) throw new Error('No stored file was found')
  return path
}

const serveOneFile = async () => {
  const data = temporaryFolder()
  const library = await serveLibrary({ data })
  return { ...library, data, itemId: await storeItem(library, 'image', bytesOf(size)) }
}

it.each(damages)('bytes that are $damage are not sent, and told of', async ({ harm, problem }) => {
  const { api, server, data, itemId, logged, libraryId } = await serveOneFile()
  harm(storedFile(data))
  await expect(api.download(itemId)).rejects.toMatchObject({
    status: 500,
    message: expect.stringContaining('accession.transfer.bytes_damaged'),
  })
  const told = logged.find(({ level }) => level === 'error')
  expect(told?.cause).toMatchObject({ message: expect.stringMatching(/[0-9a-f-]{36}|range/) })
  expect(await api.call('GET', itemPath(itemId))).toMatchObject({ size })
  await storeItem({ api, server, libraryId, logged }, 'another', bytesOf(5))
  await using admin = await createAdmin({ data })
  const { findings } = await admin.verify({ signal, graceMs: 0 })
  expect(findings).toMatchObject([{ problem }])
})

const flipBitOf = (path: string): void => {
  const bytes = readFileSync(path)
  bytes[1_000_000] = (bytes[1_000_000] ?? 0) ^ 1
  writeFileSync(path, bytes)
}

it('bytes that were changed are never sent to their end, and told of', async () => {
  const { api, server, data, itemId, logged } = await serveOneFile()
  const url = await downloadUrl(api, itemId)
  const path = storedFile(data)
  flipBitOf(path)
  const answer = await fetch(url)
  expect(answer).toMatchObject({ status: 200 })
  await expect(answer.arrayBuffer()).rejects.toThrow()
  const blobId = basename(path)
  expect(logged).toContainEqual(
    expect.objectContaining({
      level: 'error',
      event: 'download.failed',
      cause: expect.objectContaining({ message: expect.stringContaining(blobId) }),
    }),
  )
  for (const headers of [{}, { range: 'bytes=0-9' }]) {
    const again = await fetch(url, { headers })
    expect(again.status).toBe(500)
    expect(await again.text()).toContain('accession.transfer.bytes_damaged')
  }
  expect(await fetch(new URL('/readyz', server.url))).toMatchObject({ status: 200 })
  await using admin = await createAdmin({ data })
  const { findings } = await admin.verify({ signal, graceMs: 0 })
  expect(findings).toMatchObject([{ problem: 'wrong_digest', id: blobId }])
})

it('bytes that were changed are not made whole by the text of an error', async () => {
  const data = temporaryFolder()
  const library = await serveLibrary({ data })
  const itemId = await storeItem(library, 'image', bytesOf(60))
  const { pathname } = await downloadUrl(library.api, itemId)
  writeFileSync(storedFile(data), bytesOf(60).fill(1))
  const reader = await openConnection(library.server.url)
  reader.send(`GET ${pathname} HTTP/1.1\r\nHost: library.test\r\n\r\n`)
  const [, body] = (await reader.closed()).split('\r\n\r\n')
  expect(body ?? '').toBe('')
})

it('bytes that are cut while they are sent end their connection, and are told of', async () => {
  const data = temporaryFolder()
  const library = await serveLibrary({ data })
  const itemId = await storeItem(library, 'image', bytesOf(32 * 1024 * 1024))
  const { pathname } = await downloadUrl(library.api, itemId)
  const reader = await openConnection(library.server.url)
  reader.send(`GET ${pathname} HTTP/1.1\r\nHost: library.test\r\n\r\n`)
  await reader.until('200 OK')
  reader.socket.pause()
  truncateSync(storedFile(data), 0)
  reader.socket.resume()
  await reader.closed()
  expect(reader.socket.bytesRead).toBeLessThan(32 * 1024 * 1024)
  expect(library.logged).toContainEqual(
    expect.objectContaining({
      event: 'download.failed',
      cause: expect.objectContaining({ id: 'accession.blob.damaged' }),
    }),
  )
})
