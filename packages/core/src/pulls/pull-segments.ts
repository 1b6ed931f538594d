import { change } from '../commit/change.ts'
import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import type { TaskAdvance, TaskRun } from '../tasks/task-kind.ts'
import { createHeldTime } from '../traffic/held-time.ts'
import type { Place } from '../traffic/traffic.ts'
import type { World } from '../world.ts'
import type { Progress } from './progress.ts'
import { checkpointOf, keptBytes } from './pull-checkpoint.ts'
import { PullFault } from './pull-fault.ts'
import { pulledBytes } from './pulled-bytes.ts'
import type { PulledBytes } from './pulled-bytes.ts'
import { beginSegment, keepSegment, letSegmentsGo } from './segments.ts'

/** A source whose bytes are kept as they come. */
export interface Keeping {
  readonly chunks: AsyncIterator<Uint8Array>
  readonly name: string
  /** Where the bytes go: the place of the library. */
  readonly blobPlace: string | null
  readonly place: Pick<Place, 'pass'>
  readonly progress: Progress
  /** Aborts when the file is no longer wanted, and when the run is over. */
  readonly signal: AbortSignal
}

/** Bytes of a segment: few segments for a large file, and little to lose of a small one. */
const segmentBytes = (total: number | null): number =>
  total === null
    ? limits.pullSegmentBytes
    : Math.max(limits.pullSegmentBytesMin, Math.ceil(total / limits.pullSegments))

/**
 * Keeps the bytes of a source in segments, each committed once it is stored, so that whatever breaks
 * off loses no more than the one being written. Ends when all of the file is kept, or others have
 * their turn; rejects where the source breaks off, with what had come until then kept.
 */
export const pullSegments = async (world: World, run: TaskRun, keeping: Keeping): Promise<void> => {
  const { chunks, name, place, progress, signal } = keeping
  const isLate = (): boolean => signal.aborted || world.clock.now() >= run.endsBy
  do {
    signal.throwIfAborted()
    const pull = checkpointOf(run.task)
    const kept = keptBytes(pull)
    if (pull.segments.length >= limits.pullSegmentsMax) {
      const told = accessionError('accession.pull.in_pieces', [name, pull.segments.length])
      throw new PullFault(told, { isPassing: false })
    }
    const held = createHeldTime(world.metrics)
    const bytesMax = segmentBytes(pull.total)
    const bytes = pulledBytes(chunks, { bytesMax, isLate, place, held })
    progress.follow({
      get count() {
        return kept + bytes.count
      },
      get heldMs() {
        return held.ms()
      },
    })
    await keep(world, run, keeping, bytes)
    if (bytes.broken !== undefined) throw bytes.broken
    if (checkpointOf(run.task).total === keptBytes(checkpointOf(run.task))) return
    // A source that ends early without saying so.
    if (bytes.isEnded) throw interrupted(name, kept + bytes.count)
  } while (!isLate())
}

const interrupted = (name: string, count: number): Error =>
  accessionError('accession.transfer.interrupted', [name, count])

/** Stores a segment, then counts it in; one that nobody wants is let go. */
const keep = async (
  world: World,
  run: TaskRun,
  { blobPlace }: Keeping,
  bytes: PulledBytes,
): Promise<void> => {
  const id = await beginSegment(world, blobPlace)
  let isKept = false
  try {
    // It ends with its source, so that what has come is kept when that is stopped.
    const { signal } = new AbortController()
    await world.blobs.write(id, bytes, { signal, disposable: true })
    await run.advance(async () => {
      const advance = await counted(world, run, id, bytes)
      isKept = advance.changes.length > 0
      return advance
    })
  } finally {
    if (!isKept) await letGo(world, id)
  }
}

const counted = async (
  world: World,
  run: TaskRun,
  blobId: string,
  { count, isEnded }: PulledBytes,
): Promise<TaskAdvance> => {
  const pull = checkpointOf(run.task)
  const changes = count === 0 ? [] : await keepSegment(world, blobId)
  const size = changes.length > 0 ? count : 0
  const segments = size > 0 ? [...pull.segments, { blobId, size }] : pull.segments
  const kept = keptBytes({ segments })
  const total = pull.total ?? (isEnded ? kept : null)
  return {
    changes,
    checkpoint: { ...pull, segments, total, isWriting: false },
    completed: kept,
    total: Math.max(total ?? 0, kept),
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
