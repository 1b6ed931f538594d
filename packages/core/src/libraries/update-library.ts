import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import { asksForMore } from '../publishing/change-publication.ts'
import type { World } from '../world.ts'
import { changeLibrary } from './change-library.ts'
import { loadLibrary } from './load-library.ts'
import { refuseInMaintenance } from './maintenance.ts'

/**
 * Changes the name, the description or the configuration of a library; its version moves. How it is
 * published is not changed here, as the reference has it; one that asks for that is told so.
 */
export const updateLibrary = async (
  world: World,
  caller: Caller,
  { library_id, update_spec }: Input<'library.update'>,
): Promise<Result<'library.update'>> => {
  await change(world, async () => {
    const library = await loadLibrary(world, library_id)
    authorize(caller, contract.library.update, library.id)
    refuseInMaintenance(library, contract.library.update)
    if (update_spec.publish_info && asksForMore(update_spec.publish_info, library)) {
      throw accessionError('accession.publishing.local_library_only', [])
    }
    const stale = 'accession.library.version_stale_argument'
    return { changes: changeLibrary(world, library, update_spec, stale), result: undefined }
  })
  world.log.audit('library.update', { library: library_id, user: caller.user.name })
}
