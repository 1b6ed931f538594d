import type { Caller } from '../access/caller.ts'
import type { Input, Result } from '../contract/contract.ts'
import type { World } from '../world.ts'
import { deleteSubscribedLibrary } from './delete-subscribed-library.ts'

/** Deletes a subscribed library whoever declared a use of it: nobody can yet. */
export const forceDeleteSubscribedLibrary = (
  world: World,
  caller: Caller,
  input: Input<'subscribedLibrary.force_delete'>,
): Promise<Result<'subscribedLibrary.force_delete'>> =>
  deleteSubscribedLibrary(world, caller, input)
