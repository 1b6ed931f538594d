import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import type { Input } from '../contract/contract.ts'
import { adjust } from '../ports/changes.ts'
import type { World } from '../world.ts'
import { loadActiveSession } from './load-active-session.ts'
import { checkReachable } from './load-update-session.ts'
import { whileActive } from './update-session.ts'

/**
 * Pushes the expiration of an ACTIVE session; progress that falls or is outside 0 to 100 is passed
 * over and the old one stays.
 */
export const keepUpdateSessionAlive = async (
  world: World,
  caller: Caller,
  { update_session_id, client_progress = 0 }: Input<'updateSession.keep_alive'>,
): Promise<void> => {
  const clientProgress = client_progress >= 0 && client_progress <= 100 ? client_progress : 0
  await change(world, async () => {
    const found = await loadActiveSession(world, caller, update_session_id, 'keep_alive')
    const now = world.clock.now()
    const raise = { expiresAt: now + world.settings.sessionTimeoutMs, clientProgress }
    const where = whileActive(now)
    return {
      result: undefined,
      changes: [
        adjust('updateSession', found.updateSession.id, { raise, where }),
        ...checkReachable(found),
      ],
    }
  })
}
