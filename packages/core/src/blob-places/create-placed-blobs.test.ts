import { describe, expect, it } from 'vitest'
import { createMemoryBlobStore } from '../memory/blob-store.ts'
import { createMemoryStore } from '../memory/store.ts'
import { insert } from '../ports/changes.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import { chunked, newBlobId, readBytes, writeBytes } from '../testing/blob-store/blob-bytes.ts'
import { describeBlobStore } from '../testing/describe-blob-store.ts'
import { scale } from '../testing/scale.ts'
import { sampleRow } from '../testing/store/sample-rows.ts'
import { createPlacedBlobs } from './create-placed-blobs.ts'

const places = new Map<string, BlobStore>()

// The memory behind it is held to the port anyway: this is for what lies between, now and then.
if (scale(0, 1) === 1)
  describeBlobStore(
    'several places as one',
    async (place) => {
      const named = new Map([['archive', createMemoryBlobStore()]])
      const opened = createPlacedBlobs(createMemoryStore(), createMemoryBlobStore(), named)
      const store = places.get(place) ?? opened
      places.set(place, store)
      return store
    },
    { largeBytes: 1024 * 1024 },
  )

const open = () => {
  const store = createMemoryStore()
  const [main, archive] = [createMemoryBlobStore(), createMemoryBlobStore()]
  let reads = 0
  const counted = {
    ...store,
    find: ((table, query) => {
      reads++
      return store.find(table, query)
    }) as typeof store.find,
  }
  const blobs = createPlacedBlobs(counted, main, new Map([['archive', archive]]))
  const addRow = async (place: string | null): Promise<string> => {
    const id = newBlobId()
    await store.commit([insert('blob', sampleRow('blob', { id, place }))])
    return id
  }
  return { main, archive, blobs, addRow, reads: () => reads }
}

describe('several places', () => {
  const bytes = new TextEncoder().encode('bytes')

  it('keep each blob where its row says, which is asked for once', async () => {
    const { main, archive, blobs, addRow, reads } = open()
    const [here, there] = [await addRow(null), await addRow('archive')]
    for (const id of [here, there]) await writeBytes(blobs, id, bytes)
    expect(await readBytes(main, here)).toEqual(bytes)
    expect(await readBytes(archive, there)).toEqual(bytes)
    for (const id of [here, there]) expect(await readBytes(blobs, id)).toEqual(bytes)
    expect(reads()).toBe(2)
    const listed: unknown[] = []
    for await (const blob of blobs.list()) listed.push(blob)
    expect(listed).toEqual([
      { id: here, size: 5 },
      { id: there, size: 5, place: 'archive' },
    ])
  })

  it('find and delete bytes without a row wherever they are', async () => {
    const { main, archive, blobs } = open()
    const [here, there] = [newBlobId(), newBlobId()]
    await writeBytes(main, here, bytes)
    await writeBytes(archive, there, bytes)
    expect(await readBytes(blobs, there)).toEqual(bytes)
    await blobs.delete([here, there])
    for (const id of [here, there]) {
      await expect(blobs.read(id)).rejects.toMatchObject({ type: 'NOT_FOUND' })
    }
  })

  it('say which of them is not known here', async () => {
    const { blobs, addRow } = open()
    const id = await addRow('elsewhere')
    const refused = { type: 'SERVICE_UNAVAILABLE', args: ['elsewhere'] }
    await expect(blobs.read(id)).rejects.toMatchObject(refused)
    const { signal } = new AbortController()
    await expect(blobs.write(id, chunked(bytes), { signal })).rejects.toMatchObject(refused)
    await expect(blobs.delete([id])).rejects.toMatchObject(refused)
  })
})
