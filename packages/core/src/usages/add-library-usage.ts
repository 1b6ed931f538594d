import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import { loadLibrary } from '../libraries/load-library.ts'
import { limits } from '../limits.ts'
import { adjust, insert } from '../ports/changes.ts'
import type { World } from '../world.ts'
import { checkResourceUrn } from './resource-urn.ts'

/**
 * Declares that something uses a library. It is counted in the library's row, so that of this and a
 * deletion at the same time exactly one comes first.
 */
export const addLibraryUsage = async (
  world: World,
  caller: Caller,
  { library: libraryId, spec }: Input<'libraryUsages.add'>,
): Promise<Result<'libraryUsages.add'>> => {
  authorize(caller, contract.libraryUsages.add, null)
  const { resource_urn: resourceUrn } = spec
  checkResourceUrn(resourceUrn)
  const id = world.ids.uuid()
  await change(world, async () => {
    const library = await loadLibrary(world, libraryId)
    const where = { libraryId, resourceUrn }
    const [known] = await world.store.ids('libraryUsage', { where, limit: 1 })
    if (known !== undefined) {
      throw accessionError('accession.library.usage_exists', [libraryId, resourceUrn, known])
    }
    const { usagesPerLibraryMax } = limits
    if (library.usageCount >= usagesPerLibraryMax) {
      throw accessionError('accession.library.usages_too_many', [libraryId, usagesPerLibraryMax])
    }
    return {
      changes: [
        insert('libraryUsage', { id, revision: 1, ...where, createdAt: world.clock.now() }),
        adjust('library', libraryId, {
          add: { usageCount: 1 },
          where: { deletedAt: null, usageCount: { atMost: usagesPerLibraryMax - 1 } },
        }),
      ],
      result: undefined,
    }
  })
  const fields = { library: libraryId, usage: id, urn: resourceUrn, user: caller.user.name }
  world.log.audit('library_usage.add', fields)
  return id
}
