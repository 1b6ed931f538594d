import type { Caller } from '../access/caller.ts'
import type { Input } from '../contract/contract.ts'
import type { UpdateSessionFileInfo } from '../contract/update-session-file-info.ts'
import { accessionError } from '../errors/accession-error.ts'
import type { World } from '../world.ts'
import { findSessionFile, loadUpdateSession } from './load-update-session.ts'
import { sessionFileInfo } from './session-file-info.ts'
import { sessionFileAt } from './session-file-at.ts'
import { loadSnapshot } from './session-files.ts'
import type { SessionFile } from './session-files.ts'

/** One file of the item as the session would leave it. */
export const getSessionFile = async (
  world: World,
  caller: Caller,
  { update_session_id, file_name: name }: Input<'updateSessionFile.get'>,
): Promise<UpdateSessionFileInfo> => {
  const found = await loadUpdateSession(world, caller, update_session_id)
  const { updateSession } = found
  const changed = await findSessionFile(world, updateSession.id, name)
  const file: SessionFile | undefined = changed
    ? changed.change === 'ADD'
      ? { by: 'session', file: sessionFileAt(updateSession, changed, world.clock.now()) }
      : undefined
    : (await loadSnapshot(world, updateSession))
        .filter((untouched) => untouched.name === name)
        .map((untouched) => ({ by: 'item', file: untouched }) as const)[0]
  if (!file)
    throw accessionError('accession.update_session.file_not_found', [name, updateSession.id])
  return sessionFileInfo(world, caller, found, file)
}
