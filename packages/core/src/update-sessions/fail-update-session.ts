import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import type { Input } from '../contract/contract.ts'
import { storedMessage } from '../messages/stored-message.ts'
import { checkErrorMessage } from '../names/check-error-message.ts'
import type { World } from '../world.ts'
import { endUpdateSession } from './end-update-session.ts'
import { loadActiveSession } from './load-active-session.ts'
import { loadSessionFiles } from './load-update-session.ts'
import { stopTransfers } from './stop-transfers.ts'

/** Ends an ACTIVE session in ERROR with the client's own message. */
export const failUpdateSession = async (
  world: World,
  caller: Caller,
  { update_session_id, client_error_message }: Input<'updateSession.fail'>,
): Promise<void> => {
  checkErrorMessage('update_session', client_error_message)
  const errorMessage = storedMessage('accession.update_session.failed', [client_error_message])
  await change(world, async () => {
    const { updateSession } = await loadActiveSession(world, caller, update_session_id, 'fail')
    const files = await loadSessionFiles(world, updateSession.id)
    const end = { state: 'ERROR', errorMessage } as const
    return { result: undefined, changes: endUpdateSession(world, updateSession, files, end) }
  })
  stopTransfers(world, update_session_id)
  world.metrics.counter('accession_update_sessions_ended_total', { how: 'error' }).add()
  world.sweepSoon()
  world.log.audit('update_session.fail', { session: update_session_id, user: caller.user.name })
}
