import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { markLibraryDeleted } from '../libraries/mark-library-deleted.ts'
import type { World } from '../world.ts'
import { loadSubscribedLibrary } from './load-subscribed-library.ts'

/** Deletes a subscribed library, whoever uses it. */
export const forceDeleteSubscribedLibrary = (
  world: World,
  caller: Caller,
  { library_id }: Input<'subscribedLibrary.force_delete'>,
): Promise<Result<'subscribedLibrary.force_delete'>> =>
  markLibraryDeleted(world, caller, library_id, {
    operation: contract.subscribedLibrary.force_delete,
    load: loadSubscribedLibrary,
    isForced: true,
  })
