import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import type { World } from '../world.ts'
import { loadLibrary } from './load-library.ts'
import { sourceOf } from '../subscriptions/load-source.ts'
import { showLibrary } from './show-library.ts'

/** A library of either type as it is. */
export const getLibrary = async (
  world: World,
  caller: Caller,
  { library_id }: Input<'library.get'>,
): Promise<Result<'library.get'>> => {
  const library = await loadLibrary(world, library_id)
  authorize(caller, contract.library.get, library.id)
  return showLibrary(library, caller, await sourceOf(world, library))
}
