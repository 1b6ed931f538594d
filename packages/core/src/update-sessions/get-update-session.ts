import type { Caller } from '../access/caller.ts'
import type { Input } from '../contract/contract.ts'
import type { UpdateSessionModel } from '../contract/update-session-model.ts'
import type { World } from '../world.ts'
import { loadUpdateSession } from './load-update-session.ts'
import { updateSessionInfo } from './update-session-info.ts'

/** Shows a session in any state. */
export const getUpdateSession = async (
  world: World,
  caller: Caller,
  { update_session_id }: Input<'updateSession.get'>,
): Promise<UpdateSessionModel> => {
  const { updateSession } = await loadUpdateSession(world, caller, update_session_id)
  return updateSessionInfo(updateSession, world.clock.now(), world.settings)
}
