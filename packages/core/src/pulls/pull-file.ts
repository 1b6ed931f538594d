import { accessionError, isAccessionError } from '../errors/accession-error.ts'
import type { AccessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { storedText } from '../messages/stored-message.ts'
import { chunksOf } from '../ports/chunks-of.ts'
import type { StoredError } from '../ports/entities.ts'
import { countedBytes } from '../segments/counted-bytes.ts'
import { keepSegments } from '../segments/keep-segments.ts'
import { blobsOf, isWhole, keptBytes, nothingKept } from '../segments/kept.ts'
import { bytesOf, isLostSegment, letSegmentsGo } from '../segments/stored-segments.ts'
import { isStraight, takeUp } from '../segments/take-up.ts'
import type { Source } from '../segments/take-up.ts'
import type { TaskKind, TaskRun } from '../tasks/task-kind.ts'
import type { Transfer } from '../transfers/begin-transfer.ts'
import { runTransfer } from '../transfers/run-transfer.ts'
import { takePlace } from '../traffic/traffic.ts'
import type { Place } from '../traffic/traffic.ts'
import type { World } from '../world.ts'
import { abandonPull, endPull } from './end-pull.ts'
import { openSource } from './open-source.ts'
import { createProgress } from './progress.ts'
import type { Progress } from './progress.ts'
import { checkpointOf, pullRecord } from './pull-checkpoint.ts'
import { PullFault, pullFault } from './pull-fault.ts'
import { findPulledFile, takeTransfer } from './pulled-file.ts'
import type { PulledFile } from './pulled-file.ts'
import { writeFile } from './write-file.ts'

/**
 * Pulls a file of an update session. What can be taken up in the middle is kept in segments, which
 * outlive a broken connection and the node itself, and put together at the end; what cannot, or is
 * small, is written as it comes. Its last step is that of an upload; then its session is settled.
 */
export const pullFile: TaskKind = {
  async step(world, run) {
    const found = await findPulledFile(world, run.task)
    if (!found) return endPull(world, run)
    if (found.library.state === 'MAINTENANCE') return lookAgainLater(run)
    const { status, errorMessage, name } = found.file
    if (status === 'READY') return endPull(world, run)
    if (status === 'ERROR' && errorMessage) {
      return endPull(world, run, { type: 'ERROR', message: errorMessage })
    }
    const keptBefore = keptBytes(checkpointOf(run.task))
    try {
      const place = await takePlace(world, name, run.signal)
      const running = world.metrics.level('accession_transfers_running', { direction: 'pull' })
      running.add(1)
      try {
        await pull(world, run, found, place)
      } finally {
        running.add(-1)
        place.leave()
      }
    } catch (error) {
      if (run.signal.aborted) throw error
      await settleFault(world, run, error, keptBefore)
    }
  },
  abandon: abandonPull,
}

const lookAgainLater = (run: TaskRun): Promise<void> =>
  run.advance(async () => ({
    changes: [],
    waitMs: limits.pullLooksAgainMs,
    message: storedText('accession.task.pull_waits', []),
  }))

const pull = async (world: World, run: TaskRun, found: PulledFile, place: Place): Promise<void> => {
  const before = checkpointOf(run.task)
  const transfer = await takeTransfer(world, found, before.isWriting)
  const progress = createProgress(keptBytes(before))
  const { signal } = run
  await runTransfer(world, transfer, { progress, signal }, async (wanted) => {
    if (isWhole(before)) return assemble(world, run, transfer, progress, wanted)
    const { file } = found
    const { name } = file
    const from = keptBytes(before)
    const { validator } = before
    const source = await openSource(world, file.sourceEndpoint, {
      name,
      from,
      validator,
      signal: wanted,
    })
    const fetched = world.metrics.counter('accession_transfer_bytes_total', { direction: 'pull' })
    const chunks = countedBytes(chunksOf(source.bytes), fetched)
    try {
      checkTotal(found, source)
      if (isStraight(source, before)) {
        const { total: size } = source
        return await writeFile(world, run, transfer, {
          bytes: chunks,
          size,
          place,
          progress,
          signal: wanted,
        })
      }
      const record = pullRecord(run)
      await takeUp(world, record, source)
      await keepSegments(world, record, {
        chunks,
        name,
        blobPlace: found.library.place,
        place,
        endsBy: run.endsBy,
        follow: (moving) => progress.follow(moving),
        signal: wanted,
      })
    } finally {
      await chunks.return()
    }
  })
}

/** A size that cannot be right is told before its bytes are fetched. */
const checkTotal = ({ file }: PulledFile, { total }: Source): void => {
  const { name, declaredSize } = file
  if (total === null) return
  if (total > limits.fileBytesMax)
    throw accessionError('accession.transfer.too_large', [name, limits.fileBytesMax])
  if (declaredSize !== null && declaredSize !== total)
    throw accessionError('accession.transfer.size_mismatch', [name, declaredSize, total])
}

/** Bytes of our own, which no bandwidth holds up. */
const unbounded: Pick<Place, 'pass'> = { pass: () => undefined }

/** Puts the segments together: nothing is fetched any more. */
const assemble = (
  world: World,
  run: TaskRun,
  transfer: Transfer,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> => {
  const { segments, total: size } = checkpointOf(run.task)
  const bytes = bytesOf(world, segments)
  return writeFile(world, run, transfer, { bytes, size, place: unbounded, progress, signal })
}

/** What the next look at the session and the file decides about. */
const lookedAtAnew: readonly string[] = [
  'accession.transfer.not_wanted',
  'accession.transfer.superseded',
  'accession.transfer.already_received',
  'accession.transfer.library_in_maintenance',
]

const settleFault = async (
  world: World,
  run: TaskRun,
  error: unknown,
  keptBefore: number,
): Promise<void> => {
  const pulled = checkpointOf(run.task)
  if (isAccessionError(error)) {
    if (error.id === 'accession.transfer.too_many_at_once') return lookAgainLater(run)
    if (lookedAtAnew.includes(error.id)) {
      return run.advance(async () => ({ changes: [], checkpoint: { ...pulled, isWriting: false } }))
    }
  }
  const fault = isLostSegment(error)
    ? new PullFault(error, { isPassing: true, isOfAnother: true })
    : pullFault(error, pulled.name)
  if (!fault) throw error
  if (!fault.isPassing) return endPull(world, run, asStored(fault.error))
  await tryAgain(world, run, fault, keptBefore)
}

const asStored = ({ type, id, args }: AccessionError): StoredError => ({
  type,
  message: { id, args },
})

/** At once where the last try got on; later each time where not, until it is given up. */
const tryAgain = async (
  world: World,
  run: TaskRun,
  { error, isOfAnother }: PullFault,
  keptBefore: number,
): Promise<void> => {
  const pulled = checkpointOf(run.task)
  const hasGotOn = !isOfAnother && keptBytes(pulled) - keptBefore >= limits.pullSegmentBytesMin
  const tries = hasGotOn ? 0 : pulled.tries + 1
  if (tries >= limits.pullTriesMax) {
    const { name } = pulled
    const given = accessionError('accession.pull.given_up', [name, tries, error.message])
    return endPull(world, run, asStored(given))
  }
  const waitMs = Math.min(limits.pullBackoffMs * 2 ** (tries - 1), limits.pullBackoffMaxMs)
  const dropped = isOfAnother ? blobsOf(pulled) : []
  const { fileId, sessionId } = pulled
  world.log.warn('pull.again', { session: sessionId, file: fileId, reason: error.message, tries })
  await run.advance(async () => ({
    changes: await letSegmentsGo(world, dropped),
    checkpoint: {
      ...pulled,
      tries,
      isWriting: false,
      ...(isOfAnother && nothingKept),
    },
    message: storedText('accession.task.pull_again', [error.message]),
    ...(!hasGotOn && { waitMs }),
  }))
}
