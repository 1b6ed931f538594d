import { accessionError, isAccessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { adjust, check } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { TableName } from '../ports/schema.ts'
import { followConfiguration } from '../traffic/traffic.ts'
import { checkChangeable } from '../update-sessions/load-update-session.ts'
import { whileActive } from '../update-sessions/update-session.ts'
import type { World } from '../world.ts'
import { checkArchive } from '../archives/check-archive.ts'
import { findWanted } from './begin-transfer.ts'
import type { Transfer } from './begin-transfer.ts'
import type { RunningWork } from './run-transfer.ts'

/**
 * Goes beside an upload while it runs: tells of its progress, keeps its session and the token that
 * opened it alive, and stops it when it is no longer wanted (on whatever node that was decided),
 * silent or crawling. Ends when `ended` aborts.
 */
export const watchTransfer = async (
  world: World,
  transfer: Transfer,
  progress: RunningWork['progress'],
  stop: AbortController,
  ended: AbortSignal,
): Promise<void> => {
  const { metrics } = world
  // Elapsed time: a clock that is set makes nobody slow.
  const pace = createPace(metrics.now())
  let writtenAt = world.clock.now()
  const quarter = Math.min(world.settings.sessionTimeoutMs, limits.tokenIdleMs) / 4
  const pause = (): Promise<boolean> =>
    world.clock.sleep(Math.min(limits.transferProgressMs, quarter), ended).then(
      () => !ended.aborted,
      () => false,
    )
  while (await pause()) {
    const now = world.clock.now()
    if (pace.isTooSlow(metrics.now() - (progress.heldMs ?? 0), progress.count)) {
      const { transferRateMin, transferIdleMs } = limits
      const slowest = (transferRateMin * transferIdleMs) / 1000
      const args = [transfer.file.name, slowest, transferIdleMs / 1000] as const
      stop.abort(accessionError('accession.transfer.too_slow', args))
      return
    }
    const isActivity = now - writtenAt >= quarter
    const changes = [
      ...progressOf(transfer, progress.count, now),
      ...(isActivity ? activity(world, transfer, now) : []),
    ]
    try {
      await followConfiguration(world)
      const commit = await world.store.commit(changes)
      if (commit.outcome === 'committed') {
        if (isActivity) writtenAt = now
        continue
      }
      stop.abort(await reasonToStop(world, transfer, commit.table))
      return
    } catch (error) {
      world.log.error('transfer.progress_lost', error, { session: transfer.session.id })
    }
  }
}

/** Why an upload cannot go on, where a row that it relies on is not as it was. */
const reasonToStop = async (
  world: World,
  { session, file, blobId }: Transfer,
  changed: TableName,
): Promise<unknown> => {
  try {
    const found = await findWanted(world, session.id, file)
    // A maintenance that has ended again has stopped it all the same.
    if (changed === 'library')
      return accessionError('accession.transfer.library_in_maintenance', [file.name])
    if (found.file.transferBlobId !== blobId)
      return accessionError('accession.transfer.superseded', [file.name])
    return accessionError('accession.transfer.not_wanted', [file.name])
  } catch (error) {
    if (isAccessionError(error, 'NOT_ALLOWED_IN_CURRENT_STATE')) return error
    throw error
  }
}

/** Relies on the upload being wanted, and tells how far it is and that it lives. */
const progressOf = (transfer: Transfer, bytesTransferred: number, now: number): Change[] => {
  const { session, file, blobId, itemId, libraryId } = transfer
  return [
    check('updateSession', session.id, whileActive(now)),
    ...checkChangeable({ item: { id: itemId }, library: { id: libraryId } }),
    ...checkArchive(transfer),
    adjust('updateSessionFile', file.id, {
      raise: { bytesTransferred },
      where: { transferBlobId: blobId },
    }),
    adjust('blob', blobId, {
      raise: { dueAt: now + limits.transferLeaseMs },
      where: { state: 'RECEIVING' },
    }),
  ]
}

const activity = ({ settings }: World, { session, tokenId }: Transfer, now: number): Change[] => [
  adjust('updateSession', session.id, { raise: { expiresAt: now + settings.sessionTimeoutMs } }),
  ...(tokenId
    ? [adjust('token', tokenId, { raise: { expiresAt: now + limits.tokenIdleMs } })]
    : []),
]

/**
 * Watches that bytes come: some in any `transferIdleMs`, and at least `transferRateMin` a second
 * over each.
 */
const createPace = (beganAt: number): { isTooSlow: (now: number, count: number) => boolean } => {
  let since = beganAt
  let counted = 0
  let movedAt = beganAt
  let moved = 0
  return {
    isTooSlow(now, count) {
      if (count > moved) movedAt = now
      moved = count
      if (now - movedAt >= limits.transferIdleMs) return true
      const elapsed = now - since
      if (elapsed < limits.transferIdleMs) return false
      const isSlow = count - counted < (limits.transferRateMin * elapsed) / 1000
      since = now
      counted = count
      return isSlow
    },
  }
}
