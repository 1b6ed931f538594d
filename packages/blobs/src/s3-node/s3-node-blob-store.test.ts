import { startS3 } from '@accession/engines/s3'
import { describeBlobStore } from '@accession/core/testing'
import { afterAll, expect, it } from 'vitest'
import { listedIds, sizeRead, writeZeros } from '../../test/blob-helpers.ts'
import { newBlobId } from '../../test/blob-id.ts'
import { createS3BlobStore } from './index.ts'

const long = process.env['ACCESSION_TEST_LONG'] === '1'
const s3 = await startS3()
afterAll(async () => s3[Symbol.asyncDispose]())
const run = crypto.randomUUID()

describeBlobStore(
  's3 on Node.js',
  async (place) =>
    createS3BlobStore({ ...s3, credentials: s3, prefix: `${run}/${place}`, pathStyle: true }),
  {
    // The server that comes with the tests takes more memory the larger its objects are.
    largeBytes: (long ? 1024 : 128) * 1024 * 1024,
    residentBytes: () => process.memoryUsage.rss(),
  },
)

const openOwn = () =>
  createS3BlobStore({ ...s3, credentials: s3, prefix: crypto.randomUUID(), pathStyle: true })

it('lists and frees more than one answer or request holds', async () => {
  const store = openOwn()
  const ids = Array.from({ length: 1_040 }, newBlobId)
  for (let done = 0; done < ids.length; done += 40) {
    await Promise.all(ids.slice(done, done + 40).map(async (id) => writeZeros(store, id, 1)))
  }
  expect(await listedIds(store)).toEqual(ids.toSorted())
  await store.delete(ids)
  expect(await listedIds(store)).toEqual([])
})

it('lets one of several writes in parts win, and one before them', async () => {
  const [store, other] = [openOwn(), openOwn()]
  const id = newBlobId()
  const size = 9 * 1024 * 1024
  const writes = [store, store, store].map(async (one) => writeZeros(one, id, size))
  const ends = await Promise.allSettled(writes)
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const end of ends) {
    if (end.status === 'rejected') expect(end.reason).toMatchObject({ type: 'ALREADY_EXISTS' })
  }
  expect(await sizeRead(store, id)).toBe(size)
  const taken = newBlobId()
  await writeZeros(other, taken, 10)
  await expect(writeZeros(other, taken, size)).rejects.toMatchObject({ type: 'ALREADY_EXISTS' })
  expect(await sizeRead(other, taken)).toBe(10)
})
