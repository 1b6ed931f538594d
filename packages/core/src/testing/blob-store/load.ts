import { describe, expect, it } from 'vitest'
import type { OpenBlobStore } from '../describe-blob-store.ts'
import {
  chunksOf,
  listed,
  newBlobId,
  patternBytes,
  readBytes,
  sameBytes,
  writeBytes,
} from './blob-bytes.ts'

const never = new AbortController().signal
const mib = 1024 * 1024

/** What a transfer may hold besides the blob: buffers of both ends, and what awaits collection. */
const residentGrowthMax = 96 * mib

/** Tests of large blobs, and of many at once. */
export const describeLoad = (
  open: OpenBlobStore,
  largeBytes: number,
  residentBytes?: () => number,
): void => {
  describe('under load', () => {
    it('passes a large blob through little memory', { timeout: 600_000 }, async () => {
      const store = await open('large')
      const id = newBlobId()
      const residentBefore = residentBytes?.() ?? 0
      let residentMost = 0
      const watch = () => {
        residentMost = Math.max(residentMost, residentBytes?.() ?? 0)
      }
      const source = (async function* () {
        for (let position = 0; position < largeBytes;) {
          const chunk = patternBytes(1, position, Math.min(64 * 1024, largeBytes - position))
          position += chunk.byteLength
          if (position % mib === 0) watch()
          yield chunk
        }
      })()
      await store.write(id, source, { expectedSize: largeBytes, signal: never })
      let position = 0
      for await (const chunk of chunksOf(await store.read(id))) {
        const expected = patternBytes(1, position, chunk.byteLength)
        if (!sameBytes(chunk, expected)) expect.fail(`Other bytes after ${position}`)
        position += chunk.byteLength
        watch()
      }
      expect(position).toBe(largeBytes)
      expect(residentMost - residentBefore).toBeLessThan(residentGrowthMax)
      const end = { start: largeBytes - 10, end: largeBytes }
      expect(await readBytes(store, id, end)).toEqual(patternBytes(1, largeBytes - 10, 10))
      await store.delete([id])
    })

    it('writes and reads many at once', { timeout: 120_000 }, async () => {
      const stores = [await open('many'), await open('many')]
      const sizes = Array.from({ length: 64 }, (_, index) => (index * index * 577) % 700_000)
      const blobs = sizes.map((size, seed) => ({ id: newBlobId(), size, seed }))
      const same = await Promise.all(
        blobs.map(async ({ id, size, seed }, index) => {
          const bytes = patternBytes(seed, 0, size)
          await writeBytes(stores[index % 2]!, id, bytes)
          return sameBytes(await readBytes(stores[(index >> 1) % 2]!, id), bytes)
        }),
      )
      expect(same).toEqual(Array(64).fill(true))
      const expected = blobs.map(({ id, size }): [string, number] => [id, size])
      expect(await listed(stores[0]!)).toEqual(expected.toSorted(([a], [b]) => (a < b ? -1 : 1)))
      await stores[1]!.delete(blobs.map(({ id }) => id))
      expect(await listed(stores[0]!)).toEqual([])
    })
  })
}
