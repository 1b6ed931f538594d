import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input } from '../contract/contract.ts'
import type { AccessionError } from '../errors/accession-error.ts'
import { loadItemFiles } from '../items/load-item-files.ts'
import { refuseInMaintenance } from '../libraries/maintenance.ts'
import { limits } from '../limits.ts'
import { adjust, check, write } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { UpdateSession, UpdateSessionFile } from '../ports/entities.ts'
import { settleArrivals } from '../presigned/settle-arrivals.ts'
import { isPending, isToCome } from '../pulls/pending.ts'
import { isWarningsError } from '../signed-content/warnings-error.ts'
import type { World } from '../world.ts'
import { completionOf } from './completion.ts'
import { endUpdateSession } from './end-update-session.ts'
import { loadActiveSession } from './load-active-session.ts'
import { checkChangeable, loadSessionFiles } from './load-update-session.ts'
import { requireReady } from './ready-files.ts'
import { stopTransfers } from './stop-transfers.ts'
import { whileActive } from './update-session.ts'

/**
 * Makes the changes of an ACTIVE session visible, all at once, durably, or none. It relies on every
 * file of the session and on the item as they were read; whoever cancels, fails, deletes or expires
 * the session meanwhile, exactly one of them wins. While files are still being pulled it only says
 * so: the session stays ACTIVE, and the end of the last pull completes it. Warnings that are not
 * ignored end the session in ERROR, and are the answer.
 */
export const completeUpdateSession = async (
  world: World,
  caller: Caller,
  { update_session_id }: Input<'updateSession.complete'>,
): Promise<void> => {
  const { item, failure } = await change<Completed>(world, async () => {
    const found = await loadActiveSession(world, caller, update_session_id, 'complete')
    refuseInMaintenance(found.library, contract.updateSession.complete)
    const [read, current] = await Promise.all([
      loadSessionFiles(world, found.updateSession.id),
      loadItemFiles(world, found.item.id),
    ])
    const files = await settleArrivals(world, caller, update_session_id, read, 'complete')
    const pending = files.filter(isPending)
    requireReady(
      'complete',
      files.filter(
        (file) => file.change === 'ADD' && file.status !== 'READY' && !isToCome(file, pending),
      ),
    )
    if (pending.length > 0) {
      const { updateSession: session } = found
      const changes = [...completeLater(world, caller, session, pending), ...checkChangeable(found)]
      return { result: {}, changes }
    }
    try {
      const changes = await completionOf(world, caller.user, found, files, current)
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
  // Whatever completes it later tells of it then.
  if (item === undefined) return
  world.metrics.counter('accession_update_sessions_ended_total', { how: 'done' }).add()
  world.sweepSoon()
  const fields = { session: update_session_id, item, user: caller.user.name }
  world.log.audit('update_session.complete', fields)
}

/** Relies on every pull that is under way: the last of them to end then finds who waits for it. */
const completeLater = (
  { clock }: Pick<World, 'clock'>,
  { user }: Pick<Caller, 'user'>,
  session: UpdateSession,
  pending: readonly UpdateSessionFile[],
): readonly Change[] => {
  const now = clock.now()
  return [
    write('updateSession', session, { completingUser: user.name }, whileActive(now)),
    adjust('updateSession', session.id, { raise: { expiresAt: now + limits.pullKeptMs } }),
    ...pending.map(({ id, revision }) => check('updateSessionFile', id, { revision })),
  ]
}

interface Completed {
  /** Not set where the session completes later. */
  readonly item?: string
  /** Why the session has failed instead. */
  readonly failure?: AccessionError
}

const tellOfFailure = (world: World, { user }: Caller, session: string): void => {
  stopTransfers(world, session)
  world.metrics.counter('accession_update_sessions_ended_total', { how: 'error' }).add()
  world.sweepSoon()
  world.log.audit('update_session.fail', { session, user: user.name })
}
