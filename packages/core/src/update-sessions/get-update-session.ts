import type { Caller } from '../access/caller.ts'
import type { Input } from '../contract/contract.ts'
import type { UpdateSessionModel } from '../contract/update-session-model.ts'
import { itemTypeOf } from '../item-types/item-type-of.ts'
import { previewSession } from '../signed-content/preview-session.ts'
import type { World } from '../world.ts'
import { loadUpdateSession } from './load-update-session.ts'
import { updateSessionInfo } from './update-session-info.ts'

/** Shows a session in any state; an ACTIVE one with what its preview knows. */
export const getUpdateSession = async (
  world: World,
  caller: Caller,
  { update_session_id }: Input<'updateSession.get'>,
): Promise<UpdateSessionModel> => {
  const found = await loadUpdateSession(world, caller, update_session_id)
  const { updateSession } = found
  const now = world.clock.now()
  const info = updateSessionInfo(updateSession, now, world.settings)
  if (info.state !== 'ACTIVE') return info
  return { ...info, preview_info: await previewSession(world, itemTypeOf(world, found), found) }
}
