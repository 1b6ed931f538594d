import { membersOf } from '../archives/members-of.ts'
import { accessionError } from '../errors/accession-error.ts'
import type { Change } from '../ports/changes.ts'
import { adjust, check, write } from '../ports/changes.ts'
import type { StoredError, Task, UpdateSessionFile } from '../ports/entities.ts'
import { blobsOf } from '../segments/kept.ts'
import { letSegmentsGo } from '../segments/stored-segments.ts'
import type { Abandonment, TaskRun } from '../tasks/task-kind.ts'
import { dropSessionFiles } from '../update-sessions/drop-session-files.ts'
import { findUpdateSession } from '../update-sessions/load-update-session.ts'
import { stopTransfers } from '../update-sessions/stop-transfers.ts'
import type { World } from '../world.ts'
import { isPending, withoutPull } from './pending.ts'
import { checkpointOf } from './pull-checkpoint.ts'
import { settleSession, tellOfSettlement } from './settle-session.ts'
import type { Settlement } from './settle-session.ts'

/**
 * Ends a pull: its file is READY, or not wanted any more, or, with a failure, in ERROR. What was kept
 * on the way is let go, and the session is settled, all in one commit.
 */
export const endPull = async (world: World, run: TaskRun, failure?: StoredError): Promise<void> => {
  let settlement: Settlement = { changes: [] }
  const { sessionId } = checkpointOf(run.task)
  await run.advance(async () => {
    const ending = await endingOf(world, run.task, failure?.message)
    settlement = ending.settlement
    return {
      changes: ending.changes,
      end: failure ? { error: failure } : { result: null },
    }
  })
  tellOfEnding(world, sessionId, settlement)
  world.sweepSoon()
}

/** What is undone where the task of a pull is cancelled or fails: its file is in ERROR. */
export const abandonPull = async (world: World, task: Task): Promise<Abandonment> => {
  const { name, sessionId } = checkpointOf(task)
  const { id, args } = accessionError('accession.pull.stopped', [name])
  const { changes, settlement } = await endingOf(world, task, { id, args })
  return { changes, tell: () => tellOfEnding(world, sessionId, settlement) }
}

const tellOfEnding = (world: World, sessionId: string, settlement: Settlement): void => {
  if (settlement.ended) stopTransfers(world, sessionId)
  tellOfSettlement(world, sessionId, settlement)
}

const endingOf = async (
  world: World,
  task: Task,
  message: StoredError['message'] | undefined,
): Promise<{ readonly changes: readonly Change[]; readonly settlement: Settlement }> => {
  const pulled = checkpointOf(task)
  const { sessionId, fileId } = pulled
  const where = { id: fileId, sessionId }
  const [file] = await world.store.find('updateSessionFile', { where, limit: 1 })
  const settlement = await settleSession(world, sessionId, message && file && { fileId, message })
  const freed = await letSegmentsGo(world, blobsOf(pulled))
  const failing = message && file && isPending(file) ? file : undefined
  // The end of a session frees its members itself.
  const left = failing && !settlement.ended ? await withoutMembers(world, failing) : []
  const failed = message && failing ? [failedFile(failing, message)] : []
  return { changes: [...left, ...failed, ...settlement.changes, ...freed], settlement }
}

/**
 * Takes away what an archive has brought until now. Relies on the session as it was before that was
 * read: whoever brings another member writes it.
 */
const withoutMembers = async (
  world: World,
  file: UpdateSessionFile,
): Promise<readonly Change[]> => {
  const found = await findUpdateSession(world, file.sessionId)
  const members = await membersOf(world, file)
  if (!found || members.length === 0) return []
  const { id, revision } = found.updateSession
  return [
    check('updateSession', id, { revision }),
    ...dropSessionFiles(members, world.clock.now()),
    adjust('updateSession', id, { add: { fileCount: -members.length } }),
  ]
}

const failedFile = (file: UpdateSessionFile, errorMessage: StoredError['message']): Change => {
  const { status, transferBlobId } = withoutPull(file)
  return write('updateSessionFile', file, {
    status,
    transferBlobId,
    errorMessage,
    bytesTransferred: 0,
  })
}
