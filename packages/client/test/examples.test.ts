import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestWorld } from '@accession/core/testing'
import { createApp } from '@accession/http'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createClient, eachUpdateSession } from '../src/index.ts'

const examples = join(import.meta.dirname, 'examples')
const blocksOf = (path: string) =>
  [...readFileSync(join(import.meta.dirname, path), 'utf8').matchAll(/^```ts\n(.*?)^```$/gms)].map(
    ([, block]) => block,
  )

it.each(['../README.md', '../../../docs/client.md'])('%s shows programs that are tried', (path) => {
  const tried = readdirSync(examples).map((name) => readFileSync(join(examples, name), 'utf8'))
  const shown = blocksOf(path)
  expect(shown.length).toBeGreaterThan(0)
  for (const block of shown) expect(tried).toContain(block)
})

const server = 'https://vcenter.example.com'
const user = 'administrator@vsphere.local'
const password = 'correct horse'
const before = process.cwd()
let folder = ''
let logged: unknown[][] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accession-examples-'))
  const { world, addUser } = createTestWorld()
  const app = createApp(world)
  await addUser({ name: user, grants: [{ role: 'admin', libraryId: null }] })
  logged = []
  vi.stubEnv('VCENTER_PASSWORD', password)
  vi.stubGlobal('fetch', async (input: URL, init: RequestInit) =>
    app.fetch(new Request(input, init)),
  )
  vi.spyOn(console, 'log').mockImplementation((...line: unknown[]) => void logged.push(line))
  vi.resetModules()
})

afterEach(async () => {
  process.chdir(before)
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  await rm(folder, { recursive: true })
})

const library = async () => {
  const client = createClient({ server, user, password })
  const storage_backings = [{ type: 'DATASTORE', datastore_id: 'datastore-1' }] as const
  const library_id = await client.localLibrary.create({
    create_spec: { name: 'images', storage_backings },
  })
  return { client, library_id }
}

it('uploads and downloads as the examples show', async () => {
  const { client, library_id } = await library()
  process.chdir(folder)
  await writeFile('ubuntu.iso', 'not much of an image')
  await import('./examples/upload.ts')
  expect(logged[0]).toEqual([library_id, 'images'])
  expect(logged.at(-1)).toEqual(['20 of 20 bytes'])
  const [file] = await client.itemFile.list({
    library_item_id: (await client.item.find({ spec: { name: 'ubuntu' } }))[0] ?? '',
  })
  expect(file?.checksum_info?.algorithm).toBe('SHA256')
  await import('./examples/download.ts')
  expect(await readFile('downloaded-ubuntu.iso', 'utf8')).toBe('not much of an image')
})

it('clears sessions away as the example shows', async () => {
  const { client, library_id } = await library()
  const library_item_id = await client.item.create({ create_spec: { library_id, name: 'a' } })
  await client.updateSession.create({ create_spec: { library_item_id } })
  await import('./examples/sessions.ts')
  expect((await eachUpdateSession(client).next()).done).toBe(true)
})

it('tells of errors as the example shows', async () => {
  await import('./examples/errors.ts')
  expect(logged).toMatchObject([
    ['NOT_FOUND', expect.stringContaining('2f9f14a6'), expect.any(String), expect.any(Array)],
  ])
})
