import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import type { Input } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import { clear, remove } from '../ports/changes.ts'
import type { World } from '../world.ts'
import { releaseSessionFiles } from './end-update-session.ts'
import { loadSessionFiles, loadUpdateSession } from './load-update-session.ts'
import { stopTransfers } from './stop-transfers.ts'
import { isExpired, stateAt } from './update-session.ts'

/**
 * Removes an ended session and all it knew. Where it ended by expiry that no sweep has seen yet,
 * what it received is freed here; every other end has done so already.
 */
export const deleteUpdateSession = async (
  world: World,
  caller: Caller,
  { update_session_id }: Input<'updateSession.delete'>,
): Promise<void> => {
  const wasExpired = await change(world, async () => {
    const { updateSession } = await loadUpdateSession(world, caller, update_session_id)
    const { id } = updateSession
    const now = world.clock.now()
    if (stateAt(updateSession, now) === 'ACTIVE')
      throw accessionError('accession.update_session.active', [id])
    const clearFiles = clear('updateSessionFile', 'sessionId', id)
    if (!isExpired(updateSession, now))
      return { result: false, changes: [remove('updateSession', updateSession), clearFiles] }
    const where = { expiresAt: { atMost: now } }
    return {
      result: true,
      changes: [
        ...releaseSessionFiles(await loadSessionFiles(world, id), now),
        remove('updateSession', updateSession, where),
        clearFiles,
      ],
    }
  })
  stopTransfers(world, update_session_id)
  world.sweepSoon()
  const { metrics } = world
  if (wasExpired) metrics.counter('accession_update_sessions_ended_total', { how: 'expired' }).add()
  metrics.counter('accession_update_sessions_deleted_total').add()
  world.log.audit('update_session.delete', { session: update_session_id, user: caller.user.name })
}
