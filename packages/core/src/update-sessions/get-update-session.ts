import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
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
  for (let attempt = 0; attempt < limits.commitAttemptsMax; attempt++) {
    const found = await loadUpdateSession(world, caller, update_session_id)
    const { updateSession } = found
    const info = updateSessionInfo(updateSession, world.clock.now(), world.settings)
    if (info.state !== 'ACTIVE') return info
    try {
      return { ...info, preview_info: await previewSession(world, itemTypeOf(world, found), found) }
    } catch (error) {
      // The bytes that it reads go with the session, or with a file that is sent again.
      const { updateSession: now } = await loadUpdateSession(world, caller, update_session_id)
      if (now.revision === updateSession.revision) throw error
    }
  }
  throw accessionError('accession.service.too_many_conflicts', [])
}
