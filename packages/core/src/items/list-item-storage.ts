import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import type { World } from '../world.ts'
import { loadItemFiles } from './load-item-files.ts'
import { loadItem } from './load-item.ts'
import { showItemStorage } from './show-item-storage.ts'

/** Where the files of an item are stored. */
export const listItemStorage = async (
  world: World,
  caller: Caller,
  { library_item_id }: Input<'itemStorage.list'>,
): Promise<Result<'itemStorage.list'>> => {
  const found = await loadItem(world, library_item_id)
  authorize(caller, contract.itemStorage.list, found.library.id)
  const files = await loadItemFiles(world, found.item.id)
  return Promise.all(files.map((file) => showItemStorage(world, caller, found, file)))
}
