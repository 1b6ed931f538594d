import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Result } from '../contract/contract.ts'
import type { World } from '../world.ts'
import { readableLibraries } from './readable-libraries.ts'

/** The ids of the local libraries that the caller may read. */
export const listLocalLibraries = async (
  world: World,
  caller: Caller,
): Promise<Result<'localLibrary.list'>> => {
  authorize(caller, contract.localLibrary.list, null)
  return readableLibraries(world, caller, { type: 'LOCAL' })
}
