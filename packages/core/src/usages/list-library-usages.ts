import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { limits } from '../limits.ts'
import type { World } from '../world.ts'
import { loadUsedLibrary } from './load-usage.ts'

/** Who uses a library that the caller may read. */
export const listLibraryUsages = async (
  world: World,
  caller: Caller,
  { library }: Input<'libraryUsages.list'>,
): Promise<Result<'libraryUsages.list'>> => {
  authorize(caller, contract.libraryUsages.list, null)
  const { id: libraryId } = await loadUsedLibrary(world, caller, library)
  const query = { where: { libraryId }, limit: limits.usagesPerLibraryMax }
  const usages = await world.store.find('libraryUsage', query)
  return {
    library_usage_list: usages.map(({ id, resourceUrn }) => ({
      usage: id,
      resource_urn: resourceUrn,
    })),
  }
}
