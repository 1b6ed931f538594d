import { accessionError } from '../errors/accession-error.ts'
import type { Change } from '../ports/changes.ts'
import { write } from '../ports/changes.ts'
import type { StoredError, Task, UpdateSessionFile } from '../ports/entities.ts'
import type { TaskRun } from '../tasks/task-kind.ts'
import { stopTransfers } from '../update-sessions/stop-transfers.ts'
import type { World } from '../world.ts'
import { isPending, withoutPull } from './pending.ts'
import { checkpointOf } from './pull-checkpoint.ts'
import { letSegmentsGo } from './segments.ts'
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
  if (settlement.ended) stopTransfers(world, sessionId)
  tellOfSettlement(world, sessionId, settlement)
  world.sweepSoon()
}

/** What is undone where the task of a pull is cancelled or fails: its file is in ERROR. */
export const abandonPull = async (world: World, task: Task): Promise<readonly Change[]> => {
  const { name } = checkpointOf(task)
  const { id, args } = accessionError('accession.pull.stopped', [name])
  return (await endingOf(world, task, { id, args })).changes
}

const endingOf = async (
  world: World,
  task: Task,
  message: StoredError['message'] | undefined,
): Promise<{ readonly changes: readonly Change[]; readonly settlement: Settlement }> => {
  const { sessionId, fileId, segments } = checkpointOf(task)
  const where = { id: fileId, sessionId }
  const [file] = await world.store.find('updateSessionFile', { where, limit: 1 })
  const settlement = await settleSession(world, sessionId, message && file && { fileId, message })
  const freed = await letSegmentsGo(
    world,
    segments.map(({ blobId }) => blobId),
  )
  const failed = message && file && isPending(file) ? [failedFile(file, message)] : []
  return { changes: [...failed, ...settlement.changes, ...freed], settlement }
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
