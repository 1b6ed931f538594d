import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import type { World } from '../world.ts'
import { loadSubscribedItem } from './load-subscribed-item.ts'

const operation = contract.subscribedItem.sync

/** Refuses to synchronize an item: nothing is fetched from publishers yet. */
export const syncSubscribedItem = async (
  world: World,
  caller: Caller,
  { library_item_id }: Input<'subscribedItem.sync'>,
): Promise<Result<'subscribedItem.sync'>> => {
  const item = await loadSubscribedItem(world, caller, operation, library_item_id)
  throw accessionError('accession.subscription.item_not_fetched', [item.id])
}
