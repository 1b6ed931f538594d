import { change } from '../commit/change.ts'
import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { createHeldTime } from '../traffic/held-time.ts'
import type { Place } from '../traffic/traffic.ts'
import type { World } from '../world.ts'
import { isWhole, keptBytes } from './kept.ts'
import type { KeptRecord } from './kept-record.ts'
import { segmentBytes } from './segment-bytes.ts'
import type { SegmentBytes } from './segment-bytes.ts'
import { beginSegment, keepSegment, letSegmentsGo } from './stored-segments.ts'

/** A source whose bytes are kept as they come. */
export interface Keeping {
  readonly chunks: AsyncIterator<Uint8Array>
  readonly name: string
  /** Where the bytes go: the place of the library. */
  readonly blobPlace: string | null
  readonly place: Pick<Place, 'pass'>
  /** When others have their turn; a moment later where the source has only just begun. */
  readonly endsBy: number
  /** Is told what moves the bytes. @default nobody looks at it */
  readonly follow?: (moving: { readonly count: number; readonly heldMs: number }) => void
  /** Aborts when the file is no longer wanted, and when the run is over. */
  readonly signal: AbortSignal
}

/** Bytes of a segment: few segments for a large file, and little to lose of a small one. */
const bytesMaxOf = (total: number | null): number =>
  total === null
    ? limits.pullSegmentBytes
    : Math.max(limits.pullSegmentBytesMin, Math.ceil(total / limits.pullSegments))

/**
 * Keeps the bytes of a source in segments, each committed once it is stored, so that whatever breaks
 * off loses no more than the one being written. Ends when all of the file is kept, or others have
 * their turn; rejects where the source breaks off, with what had come until then kept, and with
 * `accession.pull.in_pieces` where that happens too often.
 */
export const keepSegments = async (
  world: World,
  record: KeptRecord,
  keeping: Keeping,
): Promise<void> => {
  const { chunks, name, place, follow, signal } = keeping
  // A server may take a whole turn to answer: what it sends then is worth a moment.
  const endsBy = Math.max(keeping.endsBy, world.clock.now() + limits.pullMomentMs)
  const isLate = (): boolean => signal.aborted || world.clock.now() >= endsBy
  do {
    signal.throwIfAborted()
    const { kept, isFull } = record
    const before = keptBytes(kept)
    if (isFull) throw accessionError('accession.pull.in_pieces', [name, kept.segments.length])
    const held = createHeldTime(world.metrics)
    const bytes = segmentBytes(chunks, { bytesMax: bytesMaxOf(kept.total), isLate, place, held })
    follow?.({
      get count() {
        return before + bytes.count
      },
      get heldMs() {
        return held.ms()
      },
    })
    await keep(world, record, keeping, bytes)
    if (bytes.broken !== undefined) throw bytes.broken
    if (isWhole(record.kept)) return
    // A source that ends early without saying so.
    if (bytes.isEnded)
      throw accessionError('accession.transfer.interrupted', [name, before + bytes.count])
  } while (!isLate())
}

/** Stores a segment, then counts it in; one that nobody wants is let go. */
const keep = async (
  world: World,
  record: KeptRecord,
  { blobPlace }: Keeping,
  bytes: SegmentBytes,
): Promise<void> => {
  const id = await beginSegment(world, blobPlace)
  let isKept = false
  try {
    // It ends with its source, so that what has come is kept when that is stopped.
    const { signal } = new AbortController()
    await world.blobs.write(id, bytes, { signal, disposable: true })
    await record.advance(async ({ segments, total, validator }) => {
      const { count, isEnded } = bytes
      const changes = count === 0 ? [] : await keepSegment(world, id)
      isKept = changes.length > 0
      const kept = isKept ? [...segments, { blobId: id, size: count }] : segments
      const known = total ?? (isEnded ? keptBytes({ segments: kept }) : null)
      return { changes, kept: { segments: kept, total: known, validator } }
    })
  } finally {
    if (!isKept) await letGo(world, id)
  }
}

/** Where that fails, the segment is freed once it is late. */
const letGo = async (world: World, id: string): Promise<void> => {
  try {
    await change(world, async () => ({
      changes: await letSegmentsGo(world, [id]),
      result: undefined,
    }))
    world.sweepSoon()
  } catch (error) {
    world.log.error('pull.segment_not_freed', error, { blob: id })
  }
}
