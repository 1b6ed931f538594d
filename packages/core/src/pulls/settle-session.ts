import { isAccessionError } from '../errors/accession-error.ts'
import { loadItemFiles } from '../items/load-item-files.ts'
import { storedMessage, readMessage } from '../messages/stored-message.ts'
import { write } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { StoredMessage, UpdateSessionFile } from '../ports/entities.ts'
import { completionOf } from '../update-sessions/completion.ts'
import { endUpdateSession } from '../update-sessions/end-update-session.ts'
import { findUpdateSession, loadSessionFiles } from '../update-sessions/load-update-session.ts'
import type { UpdateSessionInItem } from '../update-sessions/load-update-session.ts'
import { isExpired } from '../update-sessions/update-session.ts'
import type { World } from '../world.ts'
import { isPending } from './pending.ts'

/** What the end of a pull means for its session, to be committed together with that end. */
export interface Settlement {
  readonly changes: readonly Change[]
  /** How the session ended with it, and on whose behalf. */
  readonly ended?: {
    readonly how: 'done' | 'error'
    readonly user: string
    readonly itemId: string
  }
}

const nothing: Settlement = { changes: [] }

/**
 * Settles the session of a pull that ends, well or with a fault: a session that was to complete does
 * so with its last pull, or is in ERROR by the first fault; any other one has its time-out again from
 * here on, once nothing is pulled any more.
 */
export const settleSession = async (
  world: World,
  sessionId: string,
  failed?: { readonly fileId: string; readonly message: StoredMessage },
): Promise<Settlement> => {
  const found = await findUpdateSession(world, sessionId)
  if (!found) return nothing
  const { updateSession: session } = found
  const now = world.clock.now()
  if (session.state !== 'ACTIVE' || isExpired(session, now)) return nothing
  const files = await loadSessionFiles(world, sessionId)
  const others = files.filter(({ id }) => id !== failed?.fileId)
  const { completingUser } = session
  if (completingUser !== null)
    return settleCompleting(world, found, completingUser, others, failed?.message)
  if (others.some(isPending)) return nothing
  const expiresAt = now + world.settings.sessionTimeoutMs
  if (session.expiresAt <= expiresAt) return nothing
  return { changes: [write('updateSession', session, { expiresAt }, { state: 'ACTIVE' })] }
}

const settleCompleting = async (
  world: World,
  found: UpdateSessionInItem,
  user: string,
  files: readonly UpdateSessionFile[],
  failure: StoredMessage | undefined,
): Promise<Settlement> => {
  const itemId = found.item.id
  const fail = (message: StoredMessage): Settlement => {
    const { default_message: reason } = readMessage(message)
    const errorMessage = storedMessage('accession.pull.session_failed', [reason])
    const end = { state: 'ERROR', errorMessage } as const
    return {
      changes: endUpdateSession(world, found.updateSession, files, end),
      ended: { how: 'error', user, itemId },
    }
  }
  const fault = failure ?? files.find(({ status }) => status === 'ERROR')?.errorMessage
  if (fault) return fail(fault)
  if (files.some(isPending)) return nothing
  try {
    const current = await loadItemFiles(world, itemId)
    const changes = await completionOf(world, { name: user }, found, files, current)
    return { changes, ended: { how: 'done', user, itemId } }
  } catch (error) {
    if (!isAccessionError(error, 'NOT_ALLOWED_IN_CURRENT_STATE')) throw error
    return fail({ id: error.id, args: error.args })
  }
}

/** Tells of a session that has ended with its last pull, once that is committed. */
export const tellOfSettlement = (world: World, session: string, { ended }: Settlement): void => {
  if (!ended) return
  const { how, user, itemId: item } = ended
  world.metrics.counter('accession_update_sessions_ended_total', { how }).add()
  world.sweepSoon()
  if (how === 'done') world.log.audit('update_session.complete', { session, item, user })
  else world.log.audit('update_session.fail', { session, user })
}
