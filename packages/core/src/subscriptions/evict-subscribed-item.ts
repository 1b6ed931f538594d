import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import type { World } from '../world.ts'
import { loadSubscribedItem } from './load-subscribed-item.ts'

const operation = contract.subscribedItem.evict

/** Refuses to drop the files of an item: no library fetches files on demand yet. */
export const evictSubscribedItem = async (
  world: World,
  caller: Caller,
  { library_item_id }: Input<'subscribedItem.evict'>,
): Promise<Result<'subscribedItem.evict'>> => {
  const item = await loadSubscribedItem(world, caller, operation, library_item_id)
  throw accessionError('accession.subscription.item_not_on_demand', [item.id])
}
