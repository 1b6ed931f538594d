import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BlobStore } from '../../ports/blob-store.ts'
import type { OpenBlobStore } from '../describe-blob-store.ts'
import { scale } from '../scale.ts'
import { chunked, listed, newBlobId, patternBytes, readBytes, sameBytes } from './blob-bytes.ts'

const never = new AbortController().signal

type Step =
  | { readonly kind: 'write'; readonly key: number; readonly size: number }
  | { readonly kind: 'break off'; readonly key: number; readonly size: number }
  | { readonly kind: 'delete'; readonly keys: readonly number[] }
  | { readonly kind: 'read'; readonly key: number; readonly from: number; readonly to: number }

const numRuns = scale(30, 500)
const keyCount = 4
const key = fc.nat(keyCount - 1)
const size = fc.oneof(fc.nat(20), fc.nat(200_000))
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('write' as const), key, size }),
  fc.record({ kind: fc.constant('break off' as const), key, size }),
  fc.record({ kind: fc.constant('delete' as const), keys: fc.array(key, { maxLength: 3 }) }),
  fc.record({
    kind: fc.constant('read' as const),
    key,
    from: fc.nat(200_000),
    to: fc.nat(200_000),
  }),
)

/** Tests with random bytes, chunks, ranges and sequences of calls. */
export const describeModel = (open: OpenBlobStore): void => {
  describe('at random', () => {
    it('answers every range of what any chunking brought', { timeout: 600_000 }, async () => {
      const store = await open('any chunking')
      const chunkSize = fc.oneof(fc.nat(10), fc.nat(3000), fc.nat(150_000))
      const share = fc.double({ min: 0, max: 1, noNaN: true })
      const ranges = fc.array(fc.tuple(share, share), { maxLength: 5 })
      const property = fc.asyncProperty(
        fc.array(chunkSize, { maxLength: 12 }),
        ranges,
        fc.nat(1000),
        async (chunkSizes, shares, seed) => {
          const id = newBlobId()
          const total = chunkSizes.reduce((sum, next) => sum + next, 0)
          const bytes = patternBytes(seed, 0, total)
          await store.write(id, chunked(bytes, ...chunkSizes), { signal: never })
          expect(sameBytes(await readBytes(store, id), bytes)).toBe(true)
          for (const pair of shares) {
            const [start, end] = pair.map((at) => Math.floor(at * total)).toSorted((a, b) => a - b)
            if (start === end) continue
            const found = await readBytes(store, id, { start: start!, end: end! })
            expect(sameBytes(found, bytes.subarray(start, end))).toBe(true)
          }
        },
      )
      await fc.assert(property, { numRuns })
    })

    it('does what a map of bytes would do', { timeout: 600_000 }, async () => {
      let place = 0
      const property = fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const store = await open(`model ${place++}`)
        const model: (Uint8Array | undefined)[] = Array(keyCount).fill(undefined)
        const ids = model.map(newBlobId)
        for (const [index, next] of steps.entries()) await apply(store, model, ids, next, index)
        const left = model.flatMap((bytes, at) => (bytes ? [[ids[at]!, bytes.byteLength]] : []))
        expect(await listed(store)).toEqual(left.toSorted(([a], [b]) => (a! < b! ? -1 : 1)))
      })
      await fc.assert(property, { numRuns })
    })
  })
}

const apply = async (
  store: BlobStore,
  model: (Uint8Array | undefined)[],
  ids: readonly string[],
  next: Step,
  seed: number,
): Promise<void> => {
  switch (next.kind) {
    case 'write': {
      const bytes = patternBytes(seed, 0, next.size)
      const written = store.write(ids[next.key]!, chunked(bytes, 30_000), { signal: never })
      if (model[next.key]) {
        await expect(written).rejects.toMatchObject({ type: 'ALREADY_EXISTS' })
      } else {
        await written
        model[next.key] = bytes
      }
      return
    }
    case 'break off': {
      const source = (async function* () {
        yield patternBytes(seed, 0, next.size)
        throw new Error('The client is gone')
      })()
      await expect(store.write(ids[next.key]!, source, { signal: never })).rejects.toThrow()
      return
    }
    case 'delete':
      await store.delete(next.keys.map((at) => ids[at]!))
      for (const at of next.keys) model[at] = undefined
      return
    case 'read': {
      const bytes = model[next.key]
      const range = { start: next.from, end: next.to }
      const found = readBytes(store, ids[next.key]!, range)
      if (!bytes) await expect(found).rejects.toMatchObject({ type: 'NOT_FOUND' })
      else if (range.start < range.end && range.end <= bytes.byteLength) {
        expect(sameBytes(await found, bytes.subarray(range.start, range.end))).toBe(true)
      } else await expect(found).rejects.toMatchObject({ type: 'INVALID_ARGUMENT' })
    }
  }
}
