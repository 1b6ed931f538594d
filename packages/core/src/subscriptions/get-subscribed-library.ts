import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { showLibrary } from '../libraries/show-library.ts'
import type { World } from '../world.ts'
import { sourceOf } from './load-source.ts'
import { loadSubscribedLibrary } from './load-subscribed-library.ts'

const operation = contract.subscribedLibrary.get

/** A subscribed library as it is. */
export const getSubscribedLibrary = async (
  world: World,
  caller: Caller,
  { library_id }: Input<'subscribedLibrary.get'>,
): Promise<Result<'subscribedLibrary.get'>> => {
  const library = await loadSubscribedLibrary(world, caller, operation, library_id)
  return showLibrary(library, caller, await sourceOf(world, library))
}
