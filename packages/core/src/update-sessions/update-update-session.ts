import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import type { Input } from '../contract/contract.ts'
import { adjust, write } from '../ports/changes.ts'
import type { World } from '../world.ts'
import { loadActiveSession } from './load-active-session.ts'
import { checkReachable } from './load-update-session.ts'
import { whileActive } from './update-session.ts'
import { checkWarningBehavior } from './warning-behavior.ts'

/** Changes the warning behavior of an ACTIVE session; other fields of the model are not for this. */
export const updateUpdateSession = async (
  world: World,
  caller: Caller,
  { update_session_id, update_spec }: Input<'updateSession.update'>,
): Promise<void> => {
  const { warning_behavior: warningBehavior } = update_spec
  checkWarningBehavior(warningBehavior)
  await change(world, async () => {
    const found = await loadActiveSession(world, caller, update_session_id, 'update')
    const { updateSession } = found
    const now = world.clock.now()
    const expiresAt = now + world.settings.sessionTimeoutMs
    return {
      result: undefined,
      changes: [
        ...(warningBehavior
          ? [write('updateSession', updateSession, { warningBehavior }, { state: 'ACTIVE' })]
          : []),
        adjust('updateSession', updateSession.id, {
          raise: { expiresAt },
          where: whileActive(now),
        }),
        ...checkReachable(found),
      ],
    }
  })
}
