import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { wireTime } from '../names/wire-time.ts'
import type { World } from '../world.ts'
import { loadUsage, loadUsedLibrary } from './load-usage.ts'

/** One usage of a library that the caller may read. */
export const getLibraryUsage = async (
  world: World,
  caller: Caller,
  { library, usage }: Input<'libraryUsages.get'>,
): Promise<Result<'libraryUsages.get'>> => {
  authorize(caller, contract.libraryUsages.get, null)
  const { id: libraryId } = await loadUsedLibrary(world, caller, library)
  const { id, resourceUrn, createdAt } = await loadUsage(world, libraryId, usage)
  return { usage: id, resource_urn: resourceUrn, addition_time: wireTime(createdAt) }
}
