import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { markLibraryDeleted } from '../libraries/mark-library-deleted.ts'
import type { World } from '../world.ts'
import { loadSubscribedLibrary } from './load-subscribed-library.ts'

/** Deletes a subscribed library, unless it is in use. */
export const deleteSubscribedLibrary = (
  world: World,
  caller: Caller,
  { library_id }: Input<'subscribedLibrary.delete'>,
): Promise<Result<'subscribedLibrary.delete'>> =>
  markLibraryDeleted(world, caller, library_id, {
    operation: contract.subscribedLibrary.delete,
    load: loadSubscribedLibrary,
    isForced: false,
  })
