import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Result } from '../contract/contract.ts'
import { readableLibraries } from '../libraries/readable-libraries.ts'
import type { World } from '../world.ts'

/** The ids of the subscribed libraries that the caller may read. */
export const listSubscribedLibraries = async (
  world: World,
  caller: Caller,
): Promise<Result<'subscribedLibrary.list'>> => {
  authorize(caller, contract.subscribedLibrary.list, null)
  return readableLibraries(world, caller, { type: 'SUBSCRIBED' })
}
