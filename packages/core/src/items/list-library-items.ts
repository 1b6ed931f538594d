import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { listIds } from '../libraries/list-ids.ts'
import { loadLibrary } from '../libraries/load-library.ts'
import type { World } from '../world.ts'

/** The ids of the items of a library. */
export const listLibraryItems = async (
  world: World,
  caller: Caller,
  { library_id }: Input<'item.list'>,
): Promise<Result<'item.list'>> => {
  const library = await loadLibrary(world, library_id)
  authorize(caller, contract.item.list, library.id)
  return listIds(world, 'item', { libraryId: library.id, deletedAt: null })
}
