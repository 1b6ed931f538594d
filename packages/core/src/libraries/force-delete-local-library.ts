import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import type { World } from '../world.ts'
import { loadLocalLibrary } from './load-library.ts'
import { markLibraryDeleted } from './mark-library-deleted.ts'

/** Deletes a local library, whoever uses it. */
export const forceDeleteLocalLibrary = (
  world: World,
  caller: Caller,
  { library_id }: Input<'localLibrary.force_delete'>,
): Promise<Result<'localLibrary.force_delete'>> =>
  markLibraryDeleted(world, caller, library_id, {
    operation: contract.localLibrary.force_delete,
    load: loadLocalLibrary,
    isForced: true,
  })
