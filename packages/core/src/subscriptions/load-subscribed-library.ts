import type { Identity } from '../access/caller.ts'
import type { AnyOperation } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import { loadLibraryFor } from '../libraries/load-library.ts'
import type { Library } from '../ports/entities.ts'
import type { World } from '../world.ts'

/**
 * The subscribed library of that id, for a caller who may do this with it; throws `not_found`,
 * `unauthorized`, and `invalid_element_type` for a local one, in this order.
 */
export const loadSubscribedLibrary = async (
  world: World,
  caller: Identity,
  operation: Pick<AnyOperation, 'privileges'>,
  id: string,
): Promise<Library> => {
  const library = await loadLibraryFor(world, caller, operation, id)
  if (library.type === 'SUBSCRIBED') return library
  throw accessionError('accession.subscription.library_not_subscribed', [id])
}
