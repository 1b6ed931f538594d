import { accessionError } from '../../errors/accession-error.ts'
import { loadLibrary } from '../../libraries/load-library.ts'
import type { Library } from '../../ports/entities.ts'
import type { World } from '../../world.ts'

/**
 * The library that is synchronized, while it is there and may change; throws `not_found`, and
 * `not_allowed_in_current_state` while it is in maintenance.
 */
export const requireSyncable = async (world: World, libraryId: string): Promise<Library> => {
  const library = await loadLibrary(world, libraryId)
  if (library.state === 'ACTIVE') return library
  throw accessionError('accession.library.in_maintenance', [libraryId])
}
