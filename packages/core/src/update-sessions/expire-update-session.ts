import type { UpdateSession } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { endUpdateSession } from './end-update-session.ts'
import { loadSessionFiles } from './load-update-session.ts'
import { stopTransfers } from './stop-transfers.ts'
import { expiredMessage } from './update-session.ts'

/** Ends a session past its expiry; answers whether it was ended here: one used meanwhile lives on. */
export const expireUpdateSession = async (
  world: World,
  session: UpdateSession,
): Promise<boolean> => {
  const files = await loadSessionFiles(world, session.id)
  const end = { state: 'ERROR', errorMessage: expiredMessage(session, world.settings) } as const
  const where = { expiresAt: { atMost: world.clock.now() } }
  const changes = endUpdateSession(world, session, files, end, where)
  const { outcome } = await world.store.commit(changes)
  if (outcome !== 'committed') return false
  stopTransfers(world, session.id)
  world.metrics.counter('accession_update_sessions_ended_total', { how: 'expired' }).add()
  const { id, userName, expiresAt } = session
  world.log.audit('update_session.expire', { session: id, user: userName, expired_at: expiresAt })
  return true
}
