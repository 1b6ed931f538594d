import { describe, expect, it } from 'vitest'
import type { OpenBlobStore } from '../describe-blob-store.ts'
import { scale } from '../scale.ts'
import {
  chunked,
  listed,
  newBlobId,
  patternBytes,
  readBytes,
  sameBytes,
  writeBytes,
} from './blob-bytes.ts'

const mib = 1024 * 1024

/** Tests of deletes, and of what is listed after them. */
export const describeDeleting = (open: OpenBlobStore): void => {
  describe('deleting', () => {
    it('removes what is named and nothing else', async () => {
      const place = 'named and nothing else'
      const store = await open(place)
      const ids = Array.from({ length: 30 }, newBlobId)
      await Promise.all(
        ids.map(async (id, index) => writeBytes(store, id, patternBytes(index, 0, index * 100))),
      )
      const doomed = ids.filter((_, index) => index % 3 === 0)
      await store.delete(doomed)
      for (const where of [store, await open(place)]) {
        for (const [index, id] of ids.entries()) {
          if (doomed.includes(id)) {
            await expect(where.read(id)).rejects.toMatchObject({ type: 'NOT_FOUND' })
          } else {
            expect(await readBytes(where, id)).toEqual(patternBytes(index, 0, index * 100))
          }
        }
        const kept = ids.flatMap((id, index) => (index % 3 === 0 ? [] : [[id, index * 100]]))
        const sorted = kept.toSorted(([left], [right]) => (left! < right! ? -1 : 1))
        expect(await listed(where)).toEqual(sorted)
      }
    })

    it('is content with keys that have no bytes', async () => {
      const store = await open('no bytes')
      const id = newBlobId()
      await writeBytes(store, id, patternBytes(1, 0, 10))
      await store.delete([])
      await store.delete([newBlobId()])
      await store.delete([newBlobId(), id, id, newBlobId()])
      await store.delete([id])
      expect(await listed(store)).toEqual([])
    })

    it('removes many at once', { timeout: 60_000 }, async () => {
      const store = await open('many at once')
      const ids = Array.from({ length: 1500 }, newBlobId)
      const written = ids.slice(0, scale(60, 300))
      for (const id of written) await writeBytes(store, id, patternBytes(1, 0, 10))
      expect(await listed(store)).toHaveLength(written.length)
      await store.delete(ids)
      expect(await listed(store)).toEqual([])
    })

    it('never shows other bytes to a read that began before', async () => {
      const store = await open('read began before')
      for (const readBefore of [0, 1, 3]) {
        const id = newBlobId()
        const bytes = patternBytes(1, 0, 4 * mib)
        await writeBytes(store, id, bytes)
        const reader = (await store.read(id)).getReader()
        let position = 0
        const take = async (): Promise<boolean> => {
          const step = await reader.read()
          if (step.done) return false
          const expected = bytes.subarray(position, position + step.value.byteLength)
          expect(sameBytes(step.value, expected)).toBe(true)
          position += step.value.byteLength
          return true
        }
        for (let taken = 0; taken < readBefore; taken++) await take()
        await store.delete([id])
        await writeBytes(store, newBlobId(), patternBytes(2, 0, 4 * mib))
        const failed = await (async () => {
          while (await take());
        })().then(
          () => false,
          () => true,
        )
        // It ends with all of the bytes or with an error, never as if it had been shorter.
        expect(failed || position === bytes.byteLength).toBe(true)
      }
    })

    it('of a key being written wins or loses, but leaves no part', async () => {
      const stores = [await open('being written'), await open('being written')]
      for (let round = 0; round < 8; round++) {
        const [writing, deleting] = [stores[0]!, stores[round % 2]!]
        const id = newBlobId()
        const bytes = patternBytes(round, 0, 300_000)
        const source = (async function* () {
          yield* chunked(bytes.subarray(0, 200_000), 10_000)
          await deleting.delete([id])
          yield* chunked(bytes.subarray(200_000), 10_000)
        })()
        const error = await writing
          .write(id, source, { signal: new AbortController().signal })
          .then(
            () => undefined,
            (reason: { type?: unknown }) => reason.type,
          )
        if (error === undefined) {
          expect(sameBytes(await readBytes(deleting, id), bytes)).toBe(true)
        } else {
          expect(error).toBe('CONCURRENT_CHANGE')
          await expect(deleting.read(id)).rejects.toMatchObject({ type: 'NOT_FOUND' })
        }
        await deleting.delete([id])
        await expect(writing.read(id)).rejects.toMatchObject({ type: 'NOT_FOUND' })
      }
      expect(await listed(stores[0]!)).toEqual([])
    })
  })
}
