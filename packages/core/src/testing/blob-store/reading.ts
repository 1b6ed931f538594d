import { describe, expect, it } from 'vitest'
import type { OpenBlobStore } from '../describe-blob-store.ts'
import {
  chunksOf,
  newBlobId,
  patternBytes,
  readBytes,
  sameBytes,
  writeBytes,
} from './blob-bytes.ts'

const mib = 1024 * 1024
const size = 2 * mib + 77

/** Tests of reads, whole and in part. */
export const describeReading = (open: OpenBlobStore): void => {
  describe('reading', () => {
    it.each([
      [0, 1],
      [0, size],
      [1, size],
      [0, size - 1],
      [size - 1, size],
      [size - 2, size - 1],
      [65_535, 65_537],
      [65_536, 131_072],
      [mib - 1, mib + 1],
      [100_000, 2 * mib],
    ])('answers the range from %i to %i', async (start, end) => {
      const store = await open(`range ${start} ${end}`)
      const id = newBlobId()
      await writeBytes(store, id, patternBytes(1, 0, size))
      const found = await readBytes(store, id, { start, end })
      expect(sameBytes(found, patternBytes(1, start, end - start))).toBe(true)
    })

    it.each([
      [0, 0],
      [5, 5],
      [7, 6],
      [-1, 5],
      [0, 101],
      [100, 101],
      [200, 300],
      [0.5, 5],
      [0, Number.NaN],
      [0, Infinity],
    ])('refuses the range from %d to %d of 100 bytes', async (start, end) => {
      const store = await open(`wrong range ${start} ${end}`)
      const id = newBlobId()
      const empty = newBlobId()
      await writeBytes(store, id, patternBytes(1, 0, 100))
      await writeBytes(store, empty, new Uint8Array())
      const refused = { type: 'INVALID_ARGUMENT' }
      await expect(store.read(id, { start, end })).rejects.toMatchObject(refused)
      await expect(store.read(empty, { start, end })).rejects.toMatchObject(refused)
    })

    it('finds nothing under a key never written', async () => {
      const store = await open('never written')
      const missing = { type: 'NOT_FOUND' }
      await expect(store.read(newBlobId())).rejects.toMatchObject(missing)
      await expect(store.read(newBlobId(), { start: 0, end: 5 })).rejects.toMatchObject(missing)
    })

    it('hands out bytes that their reader may change', async () => {
      const store = await open('changed by its reader')
      const id = newBlobId()
      await writeBytes(store, id, patternBytes(1, 0, 1000))
      for await (const chunk of chunksOf(await store.read(id))) chunk.fill(0)
      expect(await readBytes(store, id)).toEqual(patternBytes(1, 0, 1000))
    })

    it('can be cancelled at any point', async () => {
      const store = await open('cancelled')
      const id = newBlobId()
      await writeBytes(store, id, patternBytes(1, 0, size))
      const untouched = await store.read(id)
      await untouched.cancel()
      for (const chunksTaken of [0, 1, 2, 5]) {
        const reader = (await store.read(id)).getReader()
        for (let taken = 0; taken < chunksTaken; taken++) await reader.read()
        // One read is on its way when the cancel comes.
        const pending = reader.read()
        const reason = new Error('The client is gone')
        await reader.cancel(reason)
        // The standard wants its end; the streams of some runtimes tell it the reason.
        await pending.catch((error: Error) => expect(error.message).toBe(reason.message))
        expect(await reader.read()).toEqual({ done: true, value: undefined })
      }
      expect(await readBytes(store, id)).toHaveLength(size)
    })

    it('goes on for others while some readers leave', { timeout: 60_000 }, async () => {
      const store = await open('disconnects')
      const id = newBlobId()
      const bytes = patternBytes(1, 0, size)
      await writeBytes(store, id, bytes)
      const readers = Array.from({ length: 48 }, async (_, index) => {
        if (index % 3 === 0) return sameBytes(await readBytes(store, id), bytes)
        let position = 0
        for await (const chunk of chunksOf(await store.read(id))) {
          if (!sameBytes(chunk, patternBytes(1, position, chunk.byteLength))) return false
          position += chunk.byteLength
          if (position > (index * size) / 48) break
          if (index % 3 === 1) await new Promise((resolve) => setTimeout(resolve, 1))
        }
        return true
      })
      expect(await Promise.all(readers)).toEqual(Array(48).fill(true))
    })

    it('is held up by no reader that stands still', async () => {
      const store = await open('standing still')
      const id = newBlobId()
      await writeBytes(store, id, patternBytes(1, 0, size))
      const idle = await Promise.all(Array.from({ length: 40 }, async () => store.read(id)))
      expect(await readBytes(store, id)).toHaveLength(size)
      await writeBytes(store, newBlobId(), patternBytes(2, 0, size))
      for (const stream of idle) await stream.cancel()
    })
  })
}
