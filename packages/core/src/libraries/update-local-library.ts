import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { tellOfPublishing } from '../publishing/tell-of-publishing.ts'
import { publicationChange } from '../publishing/change-publication.ts'
import type { World } from '../world.ts'
import { changeLibrary } from './change-library.ts'
import { loadLocalLibrary } from './load-library.ts'
import { refuseInMaintenance } from './maintenance.ts'

const operation = contract.localLibrary.update

/**
 * Changes the name, the description, the configuration or the publishing of a library; its version
 * moves.
 */
export const updateLocalLibrary = async (
  world: World,
  caller: Caller,
  { library_id, update_spec }: Input<'localLibrary.update'>,
): Promise<Result<'localLibrary.update'>> => {
  const { publish_info: info } = update_spec
  const publish = info && publicationChange(world, caller, info)
  const { before, after } = await change(world, async () => {
    const library = await loadLocalLibrary(world, caller, operation, library_id)
    refuseInMaintenance(library, operation)
    const stale = 'accession.library.version_stale'
    const besides = publish ? { publication: await publish(library) } : {}
    const changes = changeLibrary(world, library, update_spec, stale, besides)
    return { changes, result: { before: library, after: { ...library, ...besides } } }
  })
  world.log.audit('library.update', { library: library_id, user: caller.user.name })
  tellOfPublishing(world, caller, before, after)
}
