import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import type { World } from '../world.ts'
import { loadItem } from './load-item.ts'
import { showItem } from './show-item.ts'

/** An item as it is, without its files. */
export const getLibraryItem = async (
  world: World,
  caller: Caller,
  { library_item_id }: Input<'item.get'>,
): Promise<Result<'item.get'>> => {
  const { item, library } = await loadItem(world, library_item_id)
  authorize(caller, contract.item.get, library.id)
  return showItem({ item, library })
}
