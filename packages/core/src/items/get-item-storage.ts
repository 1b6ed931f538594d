import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import type { World } from '../world.ts'
import { loadItemFile } from './load-item-files.ts'
import { loadItem } from './load-item.ts'
import { showItemStorage } from './show-item-storage.ts'

/** Where one file of an item is stored: in one place. */
export const getItemStorage = async (
  world: World,
  caller: Caller,
  { library_item_id, file_name }: Input<'itemStorage.get'>,
): Promise<Result<'itemStorage.get'>> => {
  const found = await loadItem(world, library_item_id)
  authorize(caller, contract.itemStorage.get, found.library.id)
  const file = await loadItemFile(world, found.item.id, file_name)
  return [await showItemStorage(world, caller, found, file)]
}
