import { requirePrivilege } from '../access/authorize.ts'
import type { Identity } from '../access/caller.ts'
import { accessionError } from '../errors/accession-error.ts'
import { loadLibrary } from '../libraries/load-library.ts'
import type { Library } from '../ports/entities.ts'
import type { World } from '../world.ts'

/**
 * The library that a new item goes into, for a caller who may add one; throws `not_found`,
 * `unauthorized`, and `invalid_element_type` for a subscribed one, in this order.
 */
export const loadDestination = async (
  world: World,
  caller: Identity,
  libraryId: string,
): Promise<Library> => {
  const library = await loadLibrary(world, libraryId)
  requirePrivilege(caller, 'ContentLibrary.AddLibraryItem', library.id)
  refuseSubscribed(library)
  return library
}

/** Items of a subscribed library change only where they are published. */
export const refuseSubscribed = ({ id, type }: Library): void => {
  if (type === 'SUBSCRIBED') throw accessionError('accession.library.subscribed', [id])
}
