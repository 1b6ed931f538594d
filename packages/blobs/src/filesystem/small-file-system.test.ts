import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { filesBelow, listedIds, sizeRead, writeZeros } from '../../test/blob-helpers.ts'
import { newBlobId } from '../../test/blob-id.ts'
import { smallFileSystem } from '../../test/small-file-system.ts'
import { createFolderBlobStore } from './folder-blob-store.ts'

const mib = 1024 * 1024
const full = { type: 'UNABLE_TO_ALLOCATE_RESOURCE', cause: { code: 'ENOSPC' } }

it('says that the disk is full, and gives back what a write had taken', async (context) => {
  const { folder } = await smallFileSystem(context, 'size=4m')
  const store = await createFolderBlobStore({ folder })
  const available = await store.availableBytes()
  expect(available).toBeGreaterThan(3 * mib)
  expect(available).toBeLessThanOrEqual(4 * mib)
  const kept = newBlobId()
  await writeZeros(store, kept, mib)
  expect(await store.availableBytes()).toBeLessThanOrEqual(3 * mib)
  for (const size of [4 * mib, 20 * mib]) {
    const id = newBlobId()
    await expect(writeZeros(store, id, size)).rejects.toMatchObject(full)
    expect(await sizeRead(store, id)).toBe('NOT_FOUND')
    expect(await filesBelow(join(folder, 'incoming'))).toEqual([])
  }
  await writeZeros(store, newBlobId(), 2 * mib)
  expect(await sizeRead(store, kept)).toBe(mib)
  await store.delete([kept])
  await writeZeros(store, newBlobId(), mib)
})

it('lets those writes win that find room', async (context) => {
  const { folder } = await smallFileSystem(context, 'size=4m')
  const store = await createFolderBlobStore({ folder })
  const ids = Array.from({ length: 12 }, newBlobId)
  const ends = await Promise.allSettled(ids.map(async (id) => writeZeros(store, id, 700_000)))
  const stored = ids.filter((_, index) => ends[index]?.status === 'fulfilled')
  for (const end of ends) if (end.status === 'rejected') expect(end.reason).toMatchObject(full)
  expect(stored.length).toBeLessThan(6)
  expect(await listedIds(store)).toEqual(stored.toSorted())
  for (const id of stored) expect(await sizeRead(store, id)).toBe(700_000)
  expect(await filesBelow(join(folder, 'incoming'))).toEqual([])
})

it('says so too when there is no room for another file', async (context) => {
  const { folder } = await smallFileSystem(context, 'size=4m,nr_inodes=8')
  const store = await createFolderBlobStore({ folder })
  const writes = Array.from({ length: 10 }, async () => writeZeros(store, newBlobId(), 10))
  const reasons = (await Promise.allSettled(writes)).flatMap((end) =>
    end.status === 'rejected' ? [end.reason] : [],
  )
  expect(reasons.length).toBeGreaterThan(0)
  for (const reason of reasons) expect(reason).toMatchObject(full)
})

it('goes on reading when the disk has become read-only', async (context) => {
  const fileSystem = await smallFileSystem(context, 'size=4m')
  const { folder } = fileSystem
  const before = await createFolderBlobStore({ folder })
  const id = newBlobId()
  await writeZeros(before, id, mib)
  await fileSystem.makeReadOnly()
  const readOnly = {
    id: 'accession.service.blobs_read_only',
    type: 'SERVICE_UNAVAILABLE',
    retryable: true,
    cause: { code: 'EROFS' },
  }
  for (const store of [before, await createFolderBlobStore({ folder })]) {
    await expect(writeZeros(store, newBlobId(), 10)).rejects.toMatchObject(readOnly)
    await expect(store.delete([id])).rejects.toMatchObject(readOnly)
    expect(await sizeRead(store, id)).toBe(mib)
    expect(await listedIds(store)).toEqual([id])
  }
  const nested = createFolderBlobStore({ folder: join(folder, 'new') })
  await expect(nested).rejects.toMatchObject({ type: 'SERVICE_UNAVAILABLE' })
})

it('does not take a disk that is not there for one that is empty', async (context) => {
  const { folder } = await smallFileSystem(context, 'size=4m')
  const root = join(folder, 'blobs')
  const store = await createFolderBlobStore({ folder: root })
  const id = newBlobId()
  await writeZeros(store, id, 10)
  await rm(root, { recursive: true })
  await mkdir(root)
  const gone = { type: 'SERVICE_UNAVAILABLE', cause: { code: 'ENOENT' } }
  await expect(store.read(id)).rejects.toMatchObject(gone)
  await expect(store.delete([id])).rejects.toMatchObject(gone)
  await expect(listedIds(store)).rejects.toMatchObject(gone)
  await expect(writeZeros(store, newBlobId(), 10)).rejects.toMatchObject(gone)
})
