import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { loadItem } from '../items/load-item.ts'
import type { World } from '../world.ts'
import { unpublishedError } from './unpublished-error.ts'

/** Refuses to publish an item to subscriptions: no library is published yet, so none has any. */
export const publishLibraryItem = async (
  world: World,
  caller: Caller,
  { library_item_id }: Input<'item.publish'>,
): Promise<Result<'item.publish'>> => {
  const { library } = await loadItem(world, library_item_id)
  authorize(caller, contract.item.publish, library.id)
  throw unpublishedError(library)
}
