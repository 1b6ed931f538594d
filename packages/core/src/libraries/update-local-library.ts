import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import type { World } from '../world.ts'
import { changeLibrary } from './change-library.ts'
import { loadLocalLibrary } from './load-library.ts'
import { refuseInMaintenance } from './maintenance.ts'

const operation = contract.localLibrary.update

/** Changes the name, the description or the configuration of a library; its version moves. */
export const updateLocalLibrary = async (
  world: World,
  caller: Caller,
  { library_id, update_spec }: Input<'localLibrary.update'>,
): Promise<Result<'localLibrary.update'>> => {
  await change(world, async () => {
    const library = await loadLocalLibrary(world, caller, operation, library_id)
    refuseInMaintenance(library, operation)
    const stale = 'accession.library.version_stale'
    return { changes: changeLibrary(world, library, update_spec, stale), result: undefined }
  })
  world.log.audit('library.update', { library: library_id, user: caller.user.name })
}
