import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input } from '../contract/contract.ts'
import { refuseInMaintenance } from '../libraries/maintenance.ts'
import { settleArrivals } from '../presigned/settle-arrivals.ts'
import type { World } from '../world.ts'
import { completionOf } from './completion.ts'
import { loadActiveSession } from './load-active-session.ts'
import { loadSessionFiles } from './load-update-session.ts'
import { requireReady } from './ready-files.ts'

/**
 * Makes the changes of an ACTIVE session visible, all at once, durably, or none. It relies on every
 * file of the session and on the item as they were read; whoever cancels, fails, deletes or expires
 * the session meanwhile, exactly one of them wins.
 */
export const completeUpdateSession = async (
  world: World,
  caller: Caller,
  { update_session_id }: Input<'updateSession.complete'>,
): Promise<void> => {
  const item = await change(world, async () => {
    const found = await loadActiveSession(world, caller, update_session_id, 'complete')
    refuseInMaintenance(found.library, contract.updateSession.complete)
    const read = await loadSessionFiles(world, found.updateSession.id)
    const files = await settleArrivals(world, caller, update_session_id, read, 'complete')
    requireReady(
      'complete',
      files.filter((file) => file.change === 'ADD' && file.status !== 'READY'),
    )
    const changes = await completionOf(world, caller.user, found, files)
    return { result: found.item.id, changes }
  })
  world.metrics.counter('accession_update_sessions_ended_total', { how: 'done' }).add()
  world.sweepSoon()
  const fields = { session: update_session_id, item, user: caller.user.name }
  world.log.audit('update_session.complete', fields)
}
