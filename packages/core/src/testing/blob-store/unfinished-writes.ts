import { describe, expect, it } from 'vitest'
import type { BlobStore } from '../../ports/blob-store.ts'
import type { OpenBlobStore } from '../describe-blob-store.ts'
import { chunked, listed, newBlobId, patternBytes, readBytes, writeBytes } from './blob-bytes.ts'

/** Bytes before the end comes: none, a few, more than any adapter gathers. */
const lengths = [0, 1, 100_000, 6 * 1024 * 1024]

const expectNothing = async (stores: readonly BlobStore[], id: string): Promise<void> => {
  for (const store of stores) {
    await expect(store.read(id)).rejects.toMatchObject({ type: 'NOT_FOUND' })
    expect(await listed(store)).toEqual([])
  }
}

/** A source of so many bytes that then does something else instead of ending. */
async function* bytesThen(
  length: number,
  what: () => Promise<void>,
  onRelease?: () => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* chunked(patternBytes(1, 0, length), 10_000)
    await what()
  } finally {
    onRelease?.()
  }
}

const forever = async (): Promise<void> => new Promise(() => undefined)

/** Tests of writes that break off. */
export const describeUnfinishedWrites = (open: OpenBlobStore): void => {
  describe('unfinished writes', () => {
    it.each(lengths)('leave nothing when the source fails after %i bytes', async (length) => {
      const place = `source fails ${length}`
      const store = await open(place)
      const id = newBlobId()
      const failure = new Error('The client is gone')
      const source = bytesThen(length, async () => {
        throw failure
      })
      const written = store.write(id, source, { signal: new AbortController().signal })
      await expect(written).rejects.toBe(failure)
      await expectNothing([store, await open(place)], id)
      await store.delete([id])
      await expectNothing([store], id)
    })

    it.each(lengths)('end at once when aborted while a source hangs after %i', async (length) => {
      const place = `source hangs ${length}`
      const store = await open(place)
      const id = newBlobId()
      const controller = new AbortController()
      const reason = new Error('No longer wanted')
      const source = bytesThen(length, async () => {
        setTimeout(() => controller.abort(reason), 20)
        await forever()
      })
      const written = store.write(id, source, { signal: controller.signal })
      await expect(written).rejects.toBe(reason)
      await expectNothing([store, await open(place)], id)
      await store.delete([id])
    })

    it('end when aborted between chunks, and let go of the source', async () => {
      const store = await open('aborted between chunks')
      const controller = new AbortController()
      const reason = new Error('No longer wanted')
      let released = false
      const source = (async function* () {
        try {
          for (let index = 0; ; index++) {
            if (index === 50) controller.abort(reason)
            yield patternBytes(index, 0, 20_000)
          }
        } finally {
          released = true
        }
      })()
      const id = newBlobId()
      const written = store.write(id, source, { signal: controller.signal })
      await expect(written).rejects.toBe(reason)
      await expectNothing([store], id)
      await expect.poll(() => released).toBe(true)
    })

    it('never begin when aborted before', async () => {
      const store = await open('aborted before')
      const id = newBlobId()
      const reason = new Error('Too late')
      let asked = false
      const source = (async function* () {
        asked = true
        yield new Uint8Array(10)
      })()
      const written = store.write(id, source, { signal: AbortSignal.abort(reason) })
      await expect(written).rejects.toBe(reason)
      await expectNothing([store], id)
      expect(asked).toBe(false)
    })

    it('are not what an abort after the end makes', async () => {
      const store = await open('aborted after')
      const id = newBlobId()
      const controller = new AbortController()
      await writeBytes(store, id, patternBytes(1, 0, 100_000), controller.signal)
      controller.abort()
      expect(await readBytes(store, id)).toHaveLength(100_000)
    })

    it('are whole or nothing whenever the abort comes', { timeout: 60_000 }, async () => {
      const store = await open('aborted at any time')
      for (let round = 0; round < 60; round++) {
        const id = newBlobId()
        const controller = new AbortController()
        const written = writeBytes(store, id, patternBytes(1, 0, 70_000), controller.signal)
        const timer = setTimeout(() => controller.abort(), round / 10)
        const resolved = await written.then(
          () => true,
          () => false,
        )
        clearTimeout(timer)
        const size = await readBytes(store, id).then(
          (bytes) => bytes.byteLength,
          () => undefined,
        )
        expect(size).toBe(resolved ? 70_000 : undefined)
      }
    })

    it('leave the key free', async () => {
      const store = await open('key stays free')
      const id = newBlobId()
      const source = bytesThen(100, async () => {
        throw new Error('The client is gone')
      })
      const first = store.write(id, source, { signal: new AbortController().signal })
      await expect(first).rejects.toThrow('The client is gone')
      await writeBytes(store, id, patternBytes(2, 0, 50))
      expect(await readBytes(store, id)).toEqual(patternBytes(2, 0, 50))
    })

    it('hold up no other write while their source hangs', async () => {
      const store = await open('hanging sources')
      const controller = new AbortController()
      const hanging = Array.from({ length: 40 }, async () =>
        store
          .write(newBlobId(), bytesThen(5000, forever), { signal: controller.signal })
          .catch((error: unknown) => error),
      )
      const id = newBlobId()
      await writeBytes(store, id, patternBytes(3, 0, 200_000))
      expect(await readBytes(store, id)).toHaveLength(200_000)
      controller.abort('enough')
      expect(await Promise.all(hanging)).toEqual(Array(40).fill('enough'))
      expect(await listed(store)).toEqual([[id, 200_000]])
    })
  })
}
