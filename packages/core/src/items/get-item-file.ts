import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import type { World } from '../world.ts'
import { loadItemFile } from './load-item-files.ts'
import { loadItem } from './load-item.ts'
import { showItemFile } from './show-item-file.ts'

/** One file of an item as last completed. */
export const getItemFile = async (
  world: World,
  caller: Caller,
  { library_item_id, name }: Input<'itemFile.get'>,
): Promise<Result<'itemFile.get'>> => {
  const found = await loadItem(world, library_item_id)
  authorize(caller, contract.itemFile.get, found.library.id)
  const file = await loadItemFile(world, found.item.id, name)
  return showItemFile(world, caller, found, file)
}
