import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import type { Input } from '../contract/contract.ts'
import type { World } from '../world.ts'
import { endUpdateSession } from './end-update-session.ts'
import { loadActiveSession } from './load-active-session.ts'
import { loadSessionFiles } from './load-update-session.ts'
import { stopTransfers } from './stop-transfers.ts'

/** Ends an ACTIVE session: stops its transfers and frees what was received. */
export const cancelUpdateSession = async (
  world: World,
  caller: Caller,
  { update_session_id }: Input<'updateSession.cancel'>,
): Promise<void> => {
  await change(world, async () => {
    const { updateSession } = await loadActiveSession(world, caller, update_session_id, 'cancel')
    const files = await loadSessionFiles(world, updateSession.id)
    const end = { state: 'CANCELED', errorMessage: null } as const
    return { result: undefined, changes: endUpdateSession(world, updateSession, files, end) }
  })
  stopTransfers(world, update_session_id)
  world.metrics.counter('accession_update_sessions_ended_total', { how: 'canceled' }).add()
  world.sweepSoon()
  world.log.audit('update_session.cancel', { session: update_session_id, user: caller.user.name })
}
