import { mkdir, readdir, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import {
  filesBelow,
  listedIds,
  sizeRead,
  temporaryFolder,
  writeZeros,
} from '../../test/blob-helpers.ts'
import { newBlobId } from '../../test/blob-id.ts'
import { createFolderBlobStore } from './folder-blob-store.ts'

const openFiles = async (): Promise<number> => (await readdir('/proc/self/fd')).length

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777

it.skipIf(process.platform === 'win32')('lets nobody else look at its files', async () => {
  const root = join(await temporaryFolder(), 'deeply', 'nested')
  const store = await createFolderBlobStore({ folder: root })
  const id = newBlobId()
  let partialMode = 0
  const source = (async function* () {
    yield new Uint8Array(10)
    const [name] = await readdir(join(root, 'incoming'))
    partialMode = await modeOf(join(root, 'incoming', name as string))
  })()
  await store.write(id, source, { signal: new AbortController().signal })
  expect(partialMode).toBe(0o600)
  const stored = join(root, 'stored')
  const place = join(stored, id.slice(0, 5))
  expect(await modeOf(join(place, id))).toBe(0o600)
  const folders = [join(root, '..'), root, join(root, 'incoming'), stored, place]
  expect(await Promise.all(folders.map(modeOf))).toEqual(Array(5).fill(0o700))
})

it('touches nothing for a key that is a path', async () => {
  const outside = await temporaryFolder()
  const root = join(outside, 'blobs')
  const store = await createFolderBlobStore({ folder: root })
  await writeFile(join(outside, 'precious'), 'x')
  const id = newBlobId()
  for (const hostile of [
    '../precious',
    `../${id}`,
    `${id}/../../../precious`,
    join(outside, 'precious'),
  ]) {
    await expect(writeZeros(store, hostile, 10)).rejects.toMatchObject({ type: 'INVALID_ARGUMENT' })
    await expect(store.delete([id, hostile])).rejects.toMatchObject({ type: 'INVALID_ARGUMENT' })
    expect(await sizeRead(store, hostile)).toBe('INVALID_ARGUMENT')
  }
  expect(await filesBelow(outside)).toEqual(['precious'])
})

it('lists nothing that it has not stored itself', async () => {
  const root = await temporaryFolder()
  const store = await createFolderBlobStore({ folder: root })
  const id = newBlobId()
  await writeZeros(store, id, 10)
  await writeFile(join(root, 'stored', 'README'), 'x')
  await writeFile(join(root, 'stored', id.slice(0, 5), 'lost+found'), 'x')
  await mkdir(join(root, 'stored', 'lost+found'))
  await symlink('nowhere', join(root, 'stored', id.slice(0, 5), newBlobId()))
  await writeFile(join(root, 'incoming', `${newBlobId()}.0a1b2c3d`), 'x')
  expect(await listedIds(store)).toEqual([id])
})

it('makes a folder again that somebody removed', async () => {
  const root = await temporaryFolder()
  const store = await createFolderBlobStore({ folder: root })
  const first = newBlobId()
  await writeZeros(store, first, 10)
  await rm(join(root, 'stored', first.slice(0, 5)), { recursive: true })
  const second = newBlobId()
  await writeZeros(store, second, 10)
  expect(await listedIds(store)).toEqual([second])
})

it('lets a delete win over a write that is under way', async () => {
  const root = await temporaryFolder()
  const store = await createFolderBlobStore({ folder: root })
  const id = newBlobId()
  const source = (async function* () {
    yield new Uint8Array(10)
    await store.delete([id])
  })()
  const written = store.write(id, source, { signal: new AbortController().signal })
  await expect(written).rejects.toMatchObject({ type: 'CONCURRENT_CHANGE' })
  expect(await filesBelow(root)).toEqual([])
})

it('fails a read of a file that was cut', async () => {
  const root = await temporaryFolder()
  const store = await createFolderBlobStore({ folder: root })
  const id = newBlobId()
  await writeZeros(store, id, 3_000_000)
  const stream = await store.read(id)
  await truncate(join(root, 'stored', id.slice(0, 5), id), 1_000_000)
  await expect(new Response(stream).arrayBuffer()).rejects.toMatchObject({
    type: 'INTERNAL_SERVER_ERROR',
    id: 'accession.blob.damaged',
  })
})

it.runIf(process.platform === 'linux')('gives back every file descriptor', async () => {
  const store = await createFolderBlobStore({ folder: await temporaryFolder() })
  const id = newBlobId()
  await writeZeros(store, id, 2_000_000)
  const before = await openFiles()
  await Promise.all(
    Array.from({ length: 60 }, async (_, index) => {
      const reader = (await store.read(id)).getReader()
      for (let taken = 0; taken < index % 5; taken++) await reader.read()
      const pending = reader.read()
      await reader.cancel()
      await pending
      await sizeRead(store, id)
      await sizeRead(store, newBlobId())
      await store.read(id, { start: 5, end: 1 }).catch(() => undefined)
      const controller = new AbortController()
      setTimeout(() => controller.abort(), index % 4)
      await writeZeros(store, newBlobId(), 3_000_000, controller.signal).catch(() => undefined)
      await writeZeros(store, id, 100).catch(() => undefined)
    }),
  )
  await expect.poll(openFiles).toBeLessThanOrEqual(before)
})
