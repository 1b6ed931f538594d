import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import type { World } from '../world.ts'
import { loadLocalLibrary } from './load-library.ts'
import { markLibraryDeleted } from './mark-library-deleted.ts'

/** Deletes a local library, unless it is in use. */
export const deleteLocalLibrary = (
  world: World,
  caller: Caller,
  { library_id }: Input<'localLibrary.delete'>,
): Promise<Result<'localLibrary.delete'>> =>
  markLibraryDeleted(world, caller, library_id, {
    operation: contract.localLibrary.delete,
    load: loadLocalLibrary,
    isForced: false,
  })
