import type { Identity } from '../access/caller.ts'
import type { AnyOperation } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import { loadLibraryFor } from '../libraries/load-library.ts'
import type { Library } from '../ports/entities.ts'
import { isPublished } from '../publishing/publisher.ts'
import type { World } from '../world.ts'

/**
 * Refuses a library that has no subscriptions: `invalid_element_type` for a subscribed one,
 * `not_allowed_in_current_state` for a local one that is not published.
 */
export const requirePublisher = (library: Library): void => {
  if (library.type === 'SUBSCRIBED')
    throw accessionError('accession.subscription.publisher_not_local', [library.id])
  if (!isPublished(library))
    throw accessionError('accession.subscription.not_published', [library.id])
}

/**
 * The published library of that id, for a caller who may do this with it; throws `not_found`,
 * `unauthorized`, and then what `requirePublisher` does.
 */
export const loadPublisher = async (
  world: World,
  caller: Identity,
  operation: Pick<AnyOperation, 'privileges'>,
  id: string,
): Promise<Library> => {
  const library = await loadLibraryFor(world, caller, operation, id)
  requirePublisher(library)
  return library
}
