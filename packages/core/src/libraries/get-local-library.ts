import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import type { World } from '../world.ts'
import { loadLocalLibrary } from './load-library.ts'
import { showLibrary } from './show-library.ts'

const operation = contract.localLibrary.get

/** A local library as it is. */
export const getLocalLibrary = async (
  world: World,
  caller: Caller,
  { library_id }: Input<'localLibrary.get'>,
): Promise<Result<'localLibrary.get'>> => {
  const library = await loadLocalLibrary(world, caller, operation, library_id)
  return showLibrary(library, caller)
}
