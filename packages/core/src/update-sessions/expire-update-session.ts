import { commitInParts } from '../commit/commit-in-parts.ts'
import type { Change } from '../ports/changes.ts'
import type { UpdateSession } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { endUpdateSession } from './end-update-session.ts'
import { loadSessionFiles } from './load-update-session.ts'
import { stopTransfers } from './stop-transfers.ts'
import { expiredMessage } from './update-session.ts'

/** Ends sessions past their expiry; answers which were ended here: one used meanwhile lives on. */
export const expireUpdateSessions = async (
  world: World,
  sessions: readonly UpdateSession[],
): Promise<readonly boolean[]> => {
  const ends = await Promise.all(sessions.map((session) => expiryOf(world, session)))
  const ended = await commitInParts(world, ends)
  for (const [index, session] of sessions.entries()) if (ended[index]) tellOfExpiry(world, session)
  return ended
}

const expiryOf = async (world: World, session: UpdateSession): Promise<Change[]> => {
  const files = await loadSessionFiles(world, session.id)
  const end = { state: 'ERROR', errorMessage: expiredMessage(session, world.settings) } as const
  const where = { expiresAt: { atMost: world.clock.now() } }
  return endUpdateSession(world, session, files, end, where)
}

const tellOfExpiry = (world: World, { id, userName, expiresAt }: UpdateSession): void => {
  stopTransfers(world, id)
  world.metrics.counter('accession_update_sessions_ended_total', { how: 'expired' }).add()
  world.log.audit('update_session.expire', { session: id, user: userName, expired_at: expiresAt })
}
