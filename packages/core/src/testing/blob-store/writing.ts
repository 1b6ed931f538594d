import { describe, expect, it } from 'vitest'
import type { OpenBlobStore } from '../describe-blob-store.ts'
import {
  chunked,
  listed,
  newBlobId,
  patternBytes,
  readBytes,
  sameBytes,
  writeBytes,
} from './blob-bytes.ts'

const never = new AbortController().signal
const kib = 1024
const mib = 1024 * kib

/** Tests of writes that reach their end. */
export const describeWriting = (open: OpenBlobStore): void => {
  describe('writing', () => {
    it.each([
      ['nothing', 0, [1]],
      ['one byte', 1, [1]],
      ['a chunk', 64 * kib, [64 * kib]],
      ['a chunk and a byte', 64 * kib + 1, [64 * kib]],
      ['one-byte chunks', 20_000, [1]],
      ['many small chunks', 300_000, [7, 100, 13]],
      ['empty chunks between others', 3000, [0, 1000, 0, 0, 500, 0, 2000]],
      ['growing chunks', 3 * mib, [1, 10, 100, kib, 10 * kib, 100 * kib, mib]],
      ['one huge chunk', 24 * mib + 5, [24 * mib + 5]],
      ['a huge chunk between small ones', 9 * mib, [5, 8 * mib, 3]],
    ])('stores %s', { timeout: 30_000 }, async (name, size, chunkSizes) => {
      const store = await open(`stores ${name}`)
      const id = newBlobId()
      const bytes = patternBytes(1, 0, size)
      await store.write(id, chunked(bytes, ...chunkSizes), { signal: never })
      expect(sameBytes(await readBytes(store, id), bytes)).toBe(true)
      expect(await listed(store)).toEqual([[id, size]])
    })

    it('stores views of larger buffers, and no byte beside them', async () => {
      const store = await open('views')
      const id = newBlobId()
      const buffer = patternBytes(2, 0, 1000)
      const views = [buffer.subarray(100, 200), new Uint8Array(buffer.buffer, 500, 50)]
      const source = (async function* () {
        yield* views
      })()
      await store.write(id, source, { signal: never })
      const expected = [...patternBytes(2, 100, 100), ...patternBytes(2, 500, 50)]
      expect([...(await readBytes(store, id))]).toEqual(expected)
    })

    it('does not care whether the expected size was right', async () => {
      const store = await open('expected size')
      for (const expectedSize of [0, 10, 5000, undefined]) {
        const id = newBlobId()
        const bytes = patternBytes(3, 0, 1000)
        await store.write(id, chunked(bytes, 100), { expectedSize, signal: never })
        expect(sameBytes(await readBytes(store, id), bytes)).toBe(true)
      }
    })

    it('shows nothing before the end of the source', async () => {
      const store = await open('nothing before the end')
      const other = await open('nothing before the end')
      const id = newBlobId()
      const bytes = patternBytes(4, 0, 200_000)
      const looks: unknown[] = []
      const source = (async function* () {
        for await (const chunk of chunked(bytes, 50_000)) {
          yield chunk
          for (const where of [store, other]) {
            looks.push(await listed(where))
            looks.push(await where.read(id).catch((error: { type?: unknown }) => error.type))
          }
        }
      })()
      await store.write(id, source, { signal: never })
      expect(looks).toEqual(Array.from({ length: 8 }, () => [[], 'NOT_FOUND']).flat())
      expect(sameBytes(await readBytes(other, id), bytes)).toBe(true)
    })

    it('refuses a key that is taken and leaves its bytes alone', async () => {
      const store = await open('taken')
      const id = newBlobId()
      const bytes = patternBytes(5, 0, 100_000)
      await writeBytes(store, id, bytes)
      for (const size of [0, 10, 100_000, 300_000]) {
        const again = writeBytes(store, id, patternBytes(6, 0, size))
        await expect(again).rejects.toMatchObject({ type: 'ALREADY_EXISTS' })
      }
      expect(sameBytes(await readBytes(store, id), bytes)).toBe(true)
      expect(await listed(store)).toEqual([[id, bytes.byteLength]])
    })

    it('lets one of several writes of a key win', async () => {
      const stores = [await open('one wins'), await open('one wins')]
      for (let round = 0; round < 5; round++) {
        const id = newBlobId()
        const blobs = Array.from({ length: 8 }, (_, seed) =>
          patternBytes(seed, 0, 1000 * round + seed),
        )
        const ends = await Promise.allSettled(
          blobs.map((bytes, index) => writeBytes(stores[index % 2]!, id, bytes)),
        )
        const winners = ends.flatMap((end, index) => (end.status === 'fulfilled' ? [index] : []))
        const reasons = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []))
        expect(winners).toHaveLength(1)
        expect(reasons.map(({ type }) => type)).toEqual(Array(7).fill('ALREADY_EXISTS'))
        const kept = await readBytes(stores[round % 2]!, id)
        expect(sameBytes(kept, blobs[winners[0]!]!)).toBe(true)
      }
    })

    it('takes chunks one after the other', async () => {
      const store = await open('one after the other')
      let asked = 0
      let mostAsked = 0
      let left = 500
      const source: AsyncIterable<Uint8Array> = {
        [Symbol.asyncIterator]: () => ({
          async next() {
            mostAsked = Math.max(mostAsked, ++asked)
            await Promise.resolve()
            asked--
            if (left-- === 0) return { done: true, value: undefined }
            return { done: false, value: new Uint8Array(1000) }
          },
        }),
      }
      await store.write(newBlobId(), source, { signal: never })
      expect(mostAsked).toBe(1)
    })

    it.each([
      '',
      'x',
      '..',
      '../../etc/passwd',
      '/etc/passwd',
      'a/b',
      'nul\0',
      '0193A5C7-0000-7000-8000-00000000000A',
      '0193a5c7-0000-7000-8000-00000000000a.part',
      ' 0193a5c7-0000-7000-8000-00000000000a',
      '0193a5c7-0000-7000-8000-00000000000a\n',
      '0193a5c700007000800000000000000a',
    ])('refuses the key %j', async (id) => {
      const store = await open(`refuses keys`)
      const refused = { type: 'INVALID_ARGUMENT' }
      await expect(writeBytes(store, id, new Uint8Array(1))).rejects.toMatchObject(refused)
      await expect(store.read(id)).rejects.toMatchObject(refused)
      await expect(store.delete([newBlobId(), id])).rejects.toMatchObject(refused)
      expect(await listed(store)).toEqual([])
    })

    it('says how much room is left', async () => {
      const store = await open('room')
      const available = await store.availableBytes()
      expect(available).toBeGreaterThan(0)
    })
  })
}
