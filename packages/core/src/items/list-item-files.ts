import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { showEach } from '../transfers/show-each.ts'
import type { World } from '../world.ts'
import { loadItemFiles } from './load-item-files.ts'
import { loadItem } from './load-item.ts'
import { showItemFile } from './show-item-file.ts'

/** The files of an item as last completed. */
export const listItemFiles = async (
  world: World,
  caller: Caller,
  { library_item_id }: Input<'itemFile.list'>,
): Promise<Result<'itemFile.list'>> => {
  const found = await loadItem(world, library_item_id)
  authorize(caller, contract.itemFile.list, found.library.id)
  const files = await loadItemFiles(world, found.item.id)
  return showEach(files, (file) => showItemFile(world, caller, found, file))
}
