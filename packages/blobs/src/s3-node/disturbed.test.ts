import { startS3 } from '@accession/engines/s3'
import { afterAll, describe, expect, it } from 'vitest'
import { newBlobId } from '../../test/blob-id.ts'
import { listedIds, sizeRead, writeZeros, zeros } from '../../test/blob-helpers.ts'
import { startFaultProxy } from '../../test/fault-proxy.ts'
import type { Fault } from '../../test/fault-proxy.ts'
import { listKeys } from '../s3/list-keys.ts'
import { createS3BlobStore } from './index.ts'
import type { S3BlobStoreOptions } from '../s3/s3-blob-store-options.ts'
import { createS3Client } from '../s3/s3-client.ts'

const isLong = process.env['ACCESSION_TEST_LONG'] === '1'
const mib = 1024 * 1024
/** One request, and two parts. */
const sizes = [100_000, 6 * mib]

const s3 = await startS3()
const proxy = await startFaultProxy(s3.endpoint)
afterAll(async () => {
  await proxy[Symbol.asyncDispose]()
  await s3[Symbol.asyncDispose]()
})

const disturbed = (options: Partial<S3BlobStoreOptions> = {}) => {
  proxy.fault = () => 'pass'
  const place = {
    ...s3,
    credentials: s3,
    prefix: crypto.randomUUID(),
    pathStyle: true,
    partSizeBytes: 5 * mib,
    attemptsMax: 3,
  }
  const client = createS3Client(place)
  return {
    store: createS3BlobStore({ ...place, endpoint: proxy.endpoint, ...options }),
    /** Everything below the prefix, what is kept aside included. */
    keys: async () => {
      const keys: string[] = []
      for (const folder of ['', 'incoming/']) {
        for await (const { key } of listKeys(client, client.address.key(folder))) keys.push(key)
      }
      return keys
    },
  }
}

/** Disturbs the n-th request from now on, or all from then on; answers whether it came to that. */
const disturb = (n: number, fault: Fault, goesOn: boolean) => {
  let count = 0
  proxy.fault = () => (++count === n || (goesOn && count > n) ? fault : 'pass')
  return () => count >= n
}

describe.each(sizes)('a write of %i bytes', (size) => {
  // The hardest of them for each size: the request was carried out, and nobody knows.
  const faults: Fault[] = ['lose the answer']
  if (isLong || size < mib) faults.push('cut the request', 'slow down', 'fail inside')
  it.each(faults)('gets over it when its n-th request meets: %s', async (fault) => {
    for (let n = 1; ; n++) {
      const { store, keys } = disturbed()
      const id = newBlobId()
      const wasMet = disturb(n, fault, false)
      await writeZeros(store, id, size)
      expect(await sizeRead(store, id)).toBe(size)
      const reached = wasMet()
      await store.delete([id])
      expect(await keys()).toEqual([])
      expect([...proxy.paidFor]).toEqual([])
      if (!reached) break
    }
  })

  it.each(faults)('stores all or nothing when from the n-th on all meet: %s', async (fault) => {
    let failures = 0
    for (let n = 1; ; n++) {
      const { store, keys } = disturbed({ attemptsMax: 2 })
      const id = newBlobId()
      const wasMet = disturb(n, fault, true)
      const error = await writeZeros(store, id, size).then(
        () => undefined,
        (reason: unknown) => reason,
      )
      const reached = wasMet()
      proxy.fault = () => 'pass'
      if (error === undefined) {
        expect(await sizeRead(store, id)).toBe(size)
      } else {
        expect(error).toMatchObject({ type: 'SERVICE_UNAVAILABLE', retryable: true })
        // What nobody could tell whether it was stored is whole.
        expect(await sizeRead(store, id)).toBeOneOf(['NOT_FOUND', size])
        failures++
      }
      await store.delete([id])
      expect(await keys()).toEqual([])
      expect([...proxy.paidFor]).toEqual([])
      if (!reached) break
    }
    expect(failures).toBeGreaterThan(0)
  })

  it('ends at once when aborted while the service hangs in the middle', async () => {
    const { store } = disturbed()
    const id = newBlobId()
    proxy.fault = ({ query }) => (query.has('partNumber') ? 'hang' : 'pass')
    const controller = new AbortController()
    const endless = (async function* () {
      yield* zeros(6 * mib)
      await new Promise(() => undefined)
    })()
    const written = store.write(id, endless, { signal: controller.signal })
    setTimeout(() => controller.abort(new Error('No longer wanted')), 300)
    await expect(written).rejects.toThrow('No longer wanted')
    proxy.fault = () => 'pass'
    expect(await sizeRead(store, id)).toBe('NOT_FOUND')
    await store.delete([id])
    expect([...proxy.paidFor]).toEqual([])
  })
})

it('takes a service that hangs for one that fails', async () => {
  const { store } = disturbed({ timeoutMs: 200, attemptsMax: 2 })
  const id = newBlobId()
  const failing = { type: 'SERVICE_UNAVAILABLE', retryable: true }
  for (const size of sizes) {
    proxy.fault = () => 'hang'
    await expect(writeZeros(store, id, size)).rejects.toMatchObject(failing)
    await expect(store.read(id)).rejects.toMatchObject(failing)
    await expect(store.delete([id])).rejects.toMatchObject(failing)
    await expect(listedIds(store)).rejects.toMatchObject(failing)
  }
})

describe('a read', () => {
  it('goes on where its connection broke, again and again', async () => {
    const { store } = disturbed()
    const id = newBlobId()
    await writeZeros(store, id, mib)
    proxy.fault = () => 'cut the answer'
    const before = proxy.seen.length
    expect(await sizeRead(store, id)).toBe(mib)
    expect(proxy.seen.length - before).toBeGreaterThan(5)
    const range = await store.read(id, { start: 10, end: mib - 10 })
    expect((await new Response(range).arrayBuffer()).byteLength).toBe(mib - 20)
  })

  it('ends with an error when the service stays away, or the object has gone', async () => {
    const { store } = disturbed({ attemptsMax: 1 })
    const id = newBlobId()
    await writeZeros(store, id, mib)
    proxy.fault = () => 'cut the answer'
    const stays = new Response(await store.read(id)).arrayBuffer()
    proxy.fault = () => 'cut the request'
    await expect(stays).rejects.toMatchObject({ type: 'SERVICE_UNAVAILABLE' })
    proxy.fault = () => 'cut the answer'
    const goes = await store.read(id)
    proxy.fault = () => 'pass'
    await store.delete([id])
    const whole = new Response(goes).arrayBuffer()
    await expect(whole).rejects.toMatchObject({ id: 'accession.blob.damaged' })
  })
})

it('frees many one by one where the service takes no list of them', async () => {
  const { store } = disturbed()
  const ids = Array.from({ length: 40 }, newBlobId)
  for (const id of ids) await writeZeros(store, id, 10)
  const deletes = () => proxy.seen.filter(({ method }) => method === 'DELETE').length
  const before = deletes()
  proxy.fault = ({ query }) => (query.has('delete') ? 'refuse it as unknown' : 'pass')
  await store.delete(ids)
  expect(deletes() - before).toBe(40)
  expect(await listedIds(store)).toEqual([])
})

it('says whose task it is when the service refuses, without the key', async () => {
  const secret = 'wrong-but-secret'
  const { store } = disturbed({ credentials: { ...s3, secretAccessKey: secret } })
  const error = await writeZeros(store, newBlobId(), 10).catch((reason: unknown) => reason)
  expect(error).toMatchObject({
    type: 'SERVICE_UNAVAILABLE',
    id: 'accession.blob.storage_refuses',
    retryable: false,
    cause: { name: 'S3Error' },
  })
  const { message, cause } = error as Error
  expect(`${message} ${String(cause)}`).not.toContain(secret)
  const { store: nowhere } = disturbed({ bucket: 'no-such-bucket' })
  await expect(nowhere.read(newBlobId())).rejects.toMatchObject({
    id: 'accession.blob.storage_refuses',
    args: ['NoSuchBucket'],
  })
})

it.each(sizes)('says that there is no room for %i bytes, and leaves none of them', async (size) => {
  const { store, keys } = disturbed()
  const id = newBlobId()
  let parts = 0
  proxy.fault = ({ method, path, query }) => {
    if (method !== 'PUT' || path.includes('/incoming/')) return 'pass'
    return query.has('uploadId') && ++parts === 1 ? 'pass' : 'be full'
  }
  await expect(writeZeros(store, id, size)).rejects.toMatchObject({
    type: 'UNABLE_TO_ALLOCATE_RESOURCE',
    cause: { code: 'QuotaExceeded' },
  })
  expect(await keys()).toEqual([])
  expect([...proxy.paidFor]).toEqual([])
})

it('holds no more than it may, and says so to the writer that is too many', async () => {
  const { store } = disturbed({ heldBytesMax: 16 * mib })
  const controller = new AbortController()
  const slow = Array.from({ length: 2 }, () => {
    let isGathered = false
    const hanging = (async function* () {
      yield* zeros(5 * mib - 10)
      isGathered = true
      await new Promise(() => undefined)
    })()
    const end = store.write(newBlobId(), hanging, { signal: controller.signal })
    return { end, isGathered: () => isGathered }
  })
  await expect.poll(() => slow.every(({ isGathered }) => isGathered())).toBe(true)
  const tooMany = writeZeros(store, newBlobId(), 5 * mib)
  await expect(tooMany).rejects.toMatchObject({ id: 'accession.service.overloaded' })
  const id = newBlobId()
  await writeZeros(store, id, mib)
  expect(await sizeRead(store, id)).toBe(mib)
  controller.abort(new Error('enough'))
  for (const { end } of slow) await expect(end).rejects.toThrow('enough')
  await writeZeros(store, newBlobId(), 40 * mib)
})
