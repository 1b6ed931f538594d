import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input } from '../contract/contract.ts'
import type { AccessionError } from '../errors/accession-error.ts'
import { refuseInMaintenance } from '../libraries/maintenance.ts'
import { settleArrivals } from '../presigned/settle-arrivals.ts'
import { isWarningsError } from '../signed-content/warnings-error.ts'
import type { World } from '../world.ts'
import { completionOf } from './completion.ts'
import { endUpdateSession } from './end-update-session.ts'
import { loadActiveSession } from './load-active-session.ts'
import { loadSessionFiles } from './load-update-session.ts'
import { requireReady } from './ready-files.ts'
import { stopTransfers } from './stop-transfers.ts'

/**
 * Makes the changes of an ACTIVE session visible, all at once, durably, or none. It relies on every
 * file of the session and on the item as they were read; whoever cancels, fails, deletes or expires
 * the session meanwhile, exactly one of them wins. Warnings that are not ignored end the session in
 * ERROR, and are the answer.
 */
export const completeUpdateSession = async (
  world: World,
  caller: Caller,
  { update_session_id }: Input<'updateSession.complete'>,
): Promise<void> => {
  const { item, failure } = await change<Completed>(world, async () => {
    const found = await loadActiveSession(world, caller, update_session_id, 'complete')
    refuseInMaintenance(found.library, contract.updateSession.complete)
    const read = await loadSessionFiles(world, found.updateSession.id)
    const files = await settleArrivals(world, caller, update_session_id, read, 'complete')
    requireReady(
      'complete',
      files.filter((file) => file.change === 'ADD' && file.status !== 'READY'),
    )
    try {
      const changes = await completionOf(world, caller.user, found, files)
      return { result: { item: found.item.id }, changes }
    } catch (error) {
      if (!isWarningsError(error)) throw error
      const end = { state: 'ERROR', errorMessage: { id: error.id, args: error.args } } as const
      const changes = endUpdateSession(world, found.updateSession, files, end)
      return { result: { item: found.item.id, failure: error }, changes }
    }
  })
  if (failure) {
    tellOfFailure(world, caller, update_session_id)
    throw failure
  }
  world.metrics.counter('accession_update_sessions_ended_total', { how: 'done' }).add()
  world.sweepSoon()
  const fields = { session: update_session_id, item, user: caller.user.name }
  world.log.audit('update_session.complete', fields)
}

interface Completed {
  readonly item: string
  /** Why the session has failed instead. */
  readonly failure?: AccessionError
}

const tellOfFailure = (world: World, { user }: Caller, session: string): void => {
  stopTransfers(world, session)
  world.metrics.counter('accession_update_sessions_ended_total', { how: 'error' }).add()
  world.sweepSoon()
  world.log.audit('update_session.fail', { session, user: user.name })
}
