import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Result } from '../contract/contract.ts'
import type { World } from '../world.ts'
import { readableLibraries } from './readable-libraries.ts'

/** The ids of the libraries of either type that the caller may read. */
export const listLibraries = async (
  world: World,
  caller: Caller,
): Promise<Result<'library.list'>> => {
  authorize(caller, contract.library.list, null)
  return readableLibraries(world, caller)
}
