import type { Identity } from '../access/caller.ts'
import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import type { World } from '../world.ts'
import { expireUpdateSessions } from './expire-update-session.ts'
import { loadUpdateSession } from './load-update-session.ts'
import type { UpdateSessionInItem } from './load-update-session.ts'
import { isExpired, requireActive } from './update-session.ts'

/**
 * The session of that id, for an operation that only an ACTIVE one allows. One that has run out is
 * ended here and now, before its caller hears so: a use of it that was decided a moment earlier,
 * and is still on its way to the store, cannot make that answer wrong.
 */
export const loadActiveSession = async (
  world: World,
  caller: Identity,
  id: string,
  operation: string,
): Promise<UpdateSessionInItem> => {
  for (let attempt = 0; attempt < limits.commitAttemptsMax; attempt++) {
    const found = await loadUpdateSession(world, caller, id)
    const { updateSession } = found
    const now = world.clock.now()
    const isOver = isExpired(updateSession, now)
    if (isOver) {
      const [isEnded] = await expireUpdateSessions(world, [updateSession])
      if (!isEnded) continue
      world.sweepSoon()
    }
    requireActive(updateSession, operation, now, world.settings)
    return found
  }
  throw accessionError('accession.service.too_many_conflicts', [])
}
