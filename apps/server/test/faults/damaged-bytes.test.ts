import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createAdmin } from '../../src/index.ts'
import { itemPath } from '../support/library-api.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { bytesOf, serveLibrary, storeItem } from './served-library.ts'

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

it('bytes that were changed are found by verify', async () => {
  const { data } = await serveOneFile()
  const path = storedFile(data)
  const bytes = readFileSync(path)
  bytes[1_000_000] = (bytes[1_000_000] ?? 0) ^ 1
  writeFileSync(path, bytes)
  await using admin = await createAdmin({ data })
  const { findings } = await admin.verify({ signal, graceMs: 0 })
  expect(findings).toMatchObject([{ problem: 'wrong_digest' }])
})
