import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import { changeLibrary } from '../libraries/change-library.ts'
import { refuseInMaintenance } from '../libraries/maintenance.ts'
import type { World } from '../world.ts'
import { loadSubscribedLibrary } from './load-subscribed-library.ts'
import { faultInChange } from './subscription-info.ts'

const operation = contract.subscribedLibrary.update

/**
 * Changes the name, the description or the configuration of a subscribed library; its version moves.
 * What it follows cannot be changed yet, as nobody could look whether that is there.
 */
export const updateSubscribedLibrary = async (
  world: World,
  caller: Caller,
  { library_id, update_spec }: Input<'subscribedLibrary.update'>,
): Promise<Result<'subscribedLibrary.update'>> => {
  const { subscription_info: info, ...spec } = update_spec
  await change(world, async () => {
    const library = await loadSubscribedLibrary(world, caller, operation, library_id)
    refuseInMaintenance(library, operation)
    if (spec.publish_info?.published === true) {
      throw accessionError('accession.subscription.subscriber_publishes', [])
    }
    const changes = changeLibrary(world, library, spec, 'accession.library.version_stale')
    const fault = info && faultInChange(info)
    if (fault) throw accessionError(fault, [])
    if (info) throw accessionError('accession.subscription.library_not_fetched', [library.id])
    return { changes, result: undefined }
  })
  world.log.audit('library.update', { library: library_id, user: caller.user.name })
}
