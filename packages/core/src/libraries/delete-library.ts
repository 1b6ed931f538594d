import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import type { World } from '../world.ts'
import { loadLibraryFor } from './load-library.ts'
import { markLibraryDeleted } from './mark-library-deleted.ts'

/** Deletes a library of either type, unless it is in use. */
export const deleteLibrary = (
  world: World,
  caller: Caller,
  { library_id }: Input<'library.delete'>,
): Promise<Result<'library.delete'>> =>
  markLibraryDeleted(world, caller, library_id, {
    operation: contract.library.delete,
    load: loadLibraryFor,
    isForced: false,
  })
