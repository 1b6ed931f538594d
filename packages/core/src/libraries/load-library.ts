import { authorize } from '../access/authorize.ts'
import type { Identity } from '../access/caller.ts'
import type { AnyOperation } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import { isEntityId } from '../names/entity-id.ts'
import type { Library } from '../ports/entities.ts'
import type { World } from '../world.ts'

/** The library of that id; throws `not_found` where it is not there or is deleted. */
export const loadLibrary = async (world: World, id: string): Promise<Library> => {
  const [library] = isEntityId(id)
    ? await world.store.find('library', { where: { id, deletedAt: null }, limit: 1 })
    : []
  if (!library) throw accessionError('accession.library.not_found', [id])
  return library
}

/** The same for a caller who may do this with it; throws `not_found` and `unauthorized`. */
export const loadLibraryFor = async (
  world: World,
  caller: Identity,
  operation: Pick<AnyOperation, 'privileges'>,
  id: string,
): Promise<Library> => {
  const library = await loadLibrary(world, id)
  authorize(caller, operation, library.id)
  return library
}

/**
 * The local library of that id, for a caller who may do this with it; throws `not_found`,
 * `unauthorized`, and `invalid_element_type` for a subscribed one, in this order: what kind of library
 * it is is nobody's business who may not use it.
 */
export const loadLocalLibrary = async (
  world: World,
  caller: Identity,
  operation: Pick<AnyOperation, 'privileges'>,
  id: string,
): Promise<Library> => {
  const library = await loadLibraryFor(world, caller, operation, id)
  if (library.type !== 'LOCAL') throw accessionError('accession.library.not_local', [id])
  return library
}
