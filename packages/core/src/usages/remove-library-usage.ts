import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { loadLibrary } from '../libraries/load-library.ts'
import { adjust, remove } from '../ports/changes.ts'
import type { World } from '../world.ts'
import { loadUsage } from './load-usage.ts'

/** Takes a usage back; without any the library can be deleted again. */
export const removeLibraryUsage = async (
  world: World,
  caller: Caller,
  { library: libraryId, usage: id }: Input<'libraryUsages.remove'>,
): Promise<Result<'libraryUsages.remove'>> => {
  authorize(caller, contract.libraryUsages.remove, null)
  const { resourceUrn } = await change(world, async () => {
    const library = await loadLibrary(world, libraryId)
    const usage = await loadUsage(world, library.id, id)
    return {
      changes: [
        remove('libraryUsage', usage),
        adjust('library', library.id, { add: { usageCount: -1 }, where: { deletedAt: null } }),
      ],
      result: usage,
    }
  })
  const fields = { library: libraryId, usage: id, urn: resourceUrn, user: caller.user.name }
  world.log.audit('library_usage.remove', fields)
}
