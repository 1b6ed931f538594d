import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import { refuseInMaintenance, whileInUse } from '../libraries/maintenance.ts'
import { check } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { Item } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { evictFiles } from './evicting/evict-files.ts'
import { loadSource } from './load-source.ts'
import { loadSubscribedItem } from './load-subscribed-item.ts'
import { letGo, loadFetchedFiles } from './synchronizing/fetched-files.ts'
import { uselessAmong } from './synchronizing/useless-files.ts'

const operation = contract.subscribedItem.evict

/** Drops the files of an item whose library fetches them on demand. */
export const evictSubscribedItem = async (
  world: World,
  caller: Caller,
  { library_item_id }: Input<'subscribedItem.evict'>,
): Promise<Result<'subscribedItem.evict'>> => {
  await change(world, async () => {
    const { item, library } = await loadSubscribedItem(world, caller, operation, library_item_id)
    refuseInMaintenance(library, operation)
    const [{ isOnDemand }, evicted, waiting] = await Promise.all([
      loadSource(world, library.id),
      evictFiles(world, item),
      waitingFiles(world, item),
    ])
    if (!isOnDemand) throw accessionError('accession.subscription.item_not_on_demand', [item.id])
    const changes = [...evicted, ...waiting, check('library', library.id, whileInUse)]
    return { changes, result: undefined }
  })
  world.sweepSoon()
  world.log.audit('item.evict', { item: library_item_id, user: caller.user.name })
}

/** Lets go what was fetched for an item that then could not be synchronized. */
const waitingFiles = async (world: World, { libraryId, sourceId }: Item): Promise<Change[]> => {
  const waiting = await loadFetchedFiles(world, libraryId, sourceId ?? '')
  const useless = await uselessAmong(world, libraryId, waiting)
  return useless.flatMap((file) => letGo(file, world.clock.now()))
}
