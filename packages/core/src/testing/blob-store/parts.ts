import { describe, expect, it } from 'vitest'
import type { TestContext } from 'vitest'
import type { BlobParts } from '../../ports/blob-parts.ts'
import type { BlobStore } from '../../ports/blob-store.ts'
import type { OpenBlobStore } from '../describe-blob-store.ts'
import { chunked, listed, newBlobId, patternBytes, readBytes, sameBytes } from './blob-bytes.ts'

const { signal: never } = new AbortController()

/** A part of a blob of this size, with the bytes that belong there. */
const partOf = (number: number, partSize: number, size: number) => {
  const start = (number - 1) * partSize
  const bytes = patternBytes(1, start, Math.min(partSize, size - start))
  return { number, bytes: chunked(bytes, 64 * 1024), size: bytes.byteLength, signal: never }
}

/** Tests of blobs whose parts come by themselves, for stores that take such. */
export const describeParts = (open: OpenBlobStore): void => {
  /** Opens a place twice: what is known of an upload is in no process. */
  const openParts = async (
    place: string,
    test: Pick<TestContext, 'skip'>,
  ): Promise<{ stores: BlobStore[]; parts: BlobParts[]; partSize: number }> => {
    const stores = [await open(place), await open(place)]
    const parts = stores.flatMap((store) => store.parts ?? [])
    const [first] = parts
    if (!first) return test.skip('This store takes no parts')
    return { stores, parts: [...parts, first], partSize: first.partSize(null) }
  }

  describe('in parts', () => {
    it('is there once it is complete, whatever the order of its parts', async (test) => {
      const { stores, parts, partSize } = await openParts('parts in any order', test)
      const [one, other] = parts as [BlobParts, BlobParts]
      const id = newBlobId()
      const size = partSize + 1000
      const upload = await one.begin(id)
      const last = await other.write(id, upload, partOf(2, partSize, size))
      const first = await one.write(id, upload, partOf(1, partSize, size))
      for (const store of stores) {
        await expect(store.read(id)).rejects.toMatchObject({ type: 'NOT_FOUND' })
        expect(await listed(store)).toEqual([])
      }
      // An answer may be lost: then the same is asked again.
      for (const each of parts) expect(await each.complete(id, upload, [first, last])).toBe(size)
      for (const store of stores) {
        expect(sameBytes(await readBytes(store, id), patternBytes(1, 0, size))).toBe(true)
        expect(await listed(store)).toEqual([[id, size]])
      }
    })

    it('takes a part again, and refuses tags of none', async (test) => {
      const { stores, parts, partSize } = await openParts('parts again', test)
      const [one] = parts as [BlobParts]
      const id = newBlobId()
      const upload = await one.begin(id)
      await one.write(id, upload, partOf(1, partSize, 700))
      const tag = await one.write(id, upload, partOf(1, partSize, 500))
      for (const tags of [['none'], [tag, tag], [tag, 'none']]) {
        const refused = { type: 'INVALID_ARGUMENT' }
        await expect(one.complete(id, upload, tags), tags.join()).rejects.toMatchObject(refused)
      }
      expect(await one.complete(id, upload, [tag])).toBe(500)
      expect(await readBytes(stores[0]!, id)).toEqual(patternBytes(1, 0, 500))
    })

    it('is gone with its parts once it is deleted', async (test) => {
      const { stores, parts, partSize } = await openParts('deleted parts', test)
      const [one, other] = parts as [BlobParts, BlobParts]
      const id = newBlobId()
      const upload = await one.begin(id)
      const tag = await one.write(id, upload, partOf(1, partSize, 500))
      await stores[1]!.delete([id])
      const gone = { type: 'CONCURRENT_CHANGE' }
      const more = one.write(id, upload, partOf(2, partSize, partSize + 5))
      await expect(more).rejects.toMatchObject(gone)
      await expect(other.complete(id, upload, [tag])).rejects.toMatchObject(gone)
      expect(await listed(stores[0]!)).toEqual([])
    })

    it('keeps nothing of a part that fails, ends early or brings too much', async (test) => {
      const { parts, partSize } = await openParts('broken parts', test)
      const [one] = parts as [BlobParts]
      const id = newBlobId()
      const upload = await one.begin(id)
      const part = partOf(1, partSize, 1000)
      const failure = new Error('The client is gone')
      const failing = (async function* () {
        yield new Uint8Array(100)
        throw failure
      })()
      const broken = one.write(id, upload, { ...part, bytes: failing })
      await expect(broken).rejects.toBe(failure)
      for (const size of [999, 1001]) {
        const bytes = chunked(patternBytes(1, 0, size), 100)
        await expect(one.write(id, upload, { ...part, bytes }), `${size}`).rejects.toThrow()
      }
      const stop = new AbortController()
      const reason = new Error('No longer wanted')
      const hanging = (async function* () {
        yield new Uint8Array(100)
        setTimeout(() => stop.abort(reason), 20)
        await new Promise(() => undefined)
      })()
      const stopped = one.write(id, upload, { ...part, bytes: hanging, signal: stop.signal })
      await expect(stopped).rejects.toBe(reason)
      const tag = await one.write(id, upload, part)
      expect(await one.complete(id, upload, [tag])).toBe(1000)
    })
  })
}
