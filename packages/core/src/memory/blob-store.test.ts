import { expect, it } from 'vitest'
import type { BlobStore } from '../ports/blob-store.ts'
import { describeBlobStore } from '../testing/describe-blob-store.ts'
import { chunked, newBlobId, readBytes, writeBytes } from '../testing/blob-store/blob-bytes.ts'
import { createMemoryBlobStore } from './blob-store.ts'

const places = new Map<string, BlobStore>()

describeBlobStore(
  'memory',
  async (place) => {
    const store = places.get(place) ?? createMemoryBlobStore()
    places.set(place, store)
    return store
  },
  { largeBytes: 64 * 1024 * 1024 },
)

it('refuses what its capacity does not hold, and takes it when there is room', async () => {
  const store = createMemoryBlobStore({ capacityBytes: 1000 })
  const [first, second] = [newBlobId(), newBlobId()]
  await writeBytes(store, first, new Uint8Array(600))
  expect(await store.availableBytes()).toBe(400)
  await expect(writeBytes(store, second, new Uint8Array(401))).rejects.toMatchObject({
    type: 'UNABLE_TO_ALLOCATE_RESOURCE',
  })
  expect(await store.availableBytes()).toBe(400)
  await writeBytes(store, second, new Uint8Array(400))
  expect(await store.availableBytes()).toBe(0)
  await store.delete([first, second, first])
  expect(await store.availableBytes()).toBe(1000)
})

it('counts what is being written, and gives it back when the write breaks off', async () => {
  const store = createMemoryBlobStore({ capacityBytes: 1000 })
  const seen: number[] = []
  const source = (async function* () {
    for await (const chunk of chunked(new Uint8Array(900), 300)) {
      yield chunk
      seen.push(await store.availableBytes())
    }
    throw new Error('The client is gone')
  })()
  const id = newBlobId()
  const written = store.write(id, source, { signal: new AbortController().signal })
  await expect(written).rejects.toThrow('The client is gone')
  expect(seen).toEqual([700, 400, 100])
  expect(await store.availableBytes()).toBe(1000)
  await expect(readBytes(store, id)).rejects.toMatchObject({ type: 'NOT_FOUND' })
})
