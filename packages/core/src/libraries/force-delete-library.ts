import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import type { World } from '../world.ts'
import { loadLibraryFor } from './load-library.ts'
import { markLibraryDeleted } from './mark-library-deleted.ts'

/** Deletes a library of either type, whoever uses it. */
export const forceDeleteLibrary = (
  world: World,
  caller: Caller,
  { library_id }: Input<'library.force_delete'>,
): Promise<Result<'library.force_delete'>> =>
  markLibraryDeleted(world, caller, library_id, {
    operation: contract.library.force_delete,
    load: loadLibraryFor,
    isForced: true,
  })
