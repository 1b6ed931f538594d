import type { Caller } from '../access/caller.ts'
import type { Input, Result } from '../contract/contract.ts'
import type { World } from '../world.ts'
import { deleteLocalLibrary } from './delete-local-library.ts'

/** Deletes a library whoever declared a use of it: nobody can yet, so it is the same as deleting. */
export const forceDeleteLocalLibrary = (
  world: World,
  caller: Caller,
  input: Input<'localLibrary.force_delete'>,
): Promise<Result<'localLibrary.force_delete'>> => deleteLocalLibrary(world, caller, input)
