import type { Caller } from '../access/caller.ts'
import type { Input } from '../contract/contract.ts'
import type { UpdateSessionFileInfo } from '../contract/update-session-file-info.ts'
import { showEach } from '../transfers/show-each.ts'
import type { World } from '../world.ts'
import { loadUpdateSession } from './load-update-session.ts'
import { sessionFileInfo } from './session-file-info.ts'
import { loadFilesAsTheyWouldBe } from './session-files.ts'

/** The files of the item as the session would leave it, by name. */
export const listSessionFiles = async (
  world: World,
  caller: Caller,
  { update_session_id }: Input<'updateSessionFile.list'>,
): Promise<readonly UpdateSessionFileInfo[]> => {
  const found = await loadUpdateSession(world, caller, update_session_id)
  const files = await loadFilesAsTheyWouldBe(world, found.updateSession)
  return showEach(files, (file) => sessionFileInfo(world, caller, found, file))
}
