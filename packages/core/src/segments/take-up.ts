import { limits } from '../limits.ts'
import type { World } from '../world.ts'
import { blobsOf, keptBytes, nothingKept } from './kept.ts'
import type { Kept } from './kept.ts'
import type { KeptRecord } from './kept-record.ts'
import { letSegmentsGo } from './stored-segments.ts'

/** A file as its server begins to send it. */
export interface Source {
  /** Where the bytes begin: where they were wanted, or 0. */
  readonly start: number
  /** Bytes of the whole file; null where its server does not tell. */
  readonly total: number | null
  /** By which it can be taken up in the middle; null where it cannot. */
  readonly validator: string | null
}

/**
 * Whether a source is written as it comes: it cannot be taken up, as it was begun anew although it is
 * the file of which something is kept, or there is little to lose.
 */
export const isStraight = ({ start, total, validator }: Source, kept: Kept): boolean => {
  if (start > 0) return false
  const isRefused = keptBytes(kept) > 0 && validator === kept.validator
  return isRefused || validator === null || (total ?? Infinity) <= limits.pullSegmentBytesMin
}

/** A source that begins anew is of another file: what was kept is of no use. */
export const takeUp = (
  world: World,
  record: KeptRecord,
  { start, total, validator }: Source,
): Promise<void> =>
  start > 0
    ? record.advance(async (kept) => ({
        changes: [],
        kept: { ...kept, total: total ?? kept.total },
      }))
    : beginAnew(world, record, { total, validator })

/** Lets go what was kept: the file is fetched from its beginning. */
export const beginAnew = (
  world: World,
  record: KeptRecord,
  file: Pick<Kept, 'total' | 'validator'> = nothingKept,
): Promise<void> =>
  record.advance(async (kept) => ({
    changes: await letSegmentsGo(world, blobsOf(kept)),
    kept: { segments: [], total: file.total, validator: file.validator },
  }))
