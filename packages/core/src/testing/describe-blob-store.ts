import { describe, it } from 'vitest'
import type { BlobStore } from '../ports/blob-store.ts'
import { describeDeleting } from './blob-store/deleting.ts'
import { describeLoad } from './blob-store/load.ts'
import { describeModel } from './blob-store/model.ts'
import { describeParts } from './blob-store/parts.ts'
import { describeReading } from './blob-store/reading.ts'
import { describeUnfinishedWrites } from './blob-store/unfinished-writes.ts'
import { describeWriting } from './blob-store/writing.ts'
import { isLong, scale } from './scale.ts'

/**
 * Opens the store of a place: a new, empty one for a name not seen before, and for a known name
 * another store over the same bytes, as another process would (where memory is the store: the same).
 */
export type OpenBlobStore = (place: string) => Promise<BlobStore>

export interface BlobStoreSuiteOptions {
  /** Bytes of the large blob. @default 64 MiB, 1 GiB in the long tier */
  readonly largeBytes?: number
  /** Bytes of memory the process holds, for stores that keep no blob in memory. @default unchecked */
  readonly residentBytes?: () => number
  /**
   * Whether another adapter with the same code tries it at random and under load; this one leaves
   * that to the long tier. @default false
   */
  readonly isTriedElsewhere?: boolean
}

/** The promises of a blob store as tests; every adapter's test is one call. */
export const describeBlobStore = (
  name: string,
  open: OpenBlobStore,
  options: BlobStoreSuiteOptions = {},
): void => {
  describe(`blob store: ${name}`, () => {
    describeWriting(open)
    describeUnfinishedWrites(open)
    describeReading(open)
    describeDeleting(open)
    describeParts(open)
    if (options.isTriedElsewhere && !isLong) {
      describe.skip('at random and under load', () =>
        it('is left to the long tier', () => undefined))
      return
    }
    describeModel(open)
    describeLoad(open, options.largeBytes ?? scale(64, 1024) * 1024 * 1024, options.residentBytes)
  })
}
