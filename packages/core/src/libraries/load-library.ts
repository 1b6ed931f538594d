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

/** The same, where only a local library will do. */
export const loadLocalLibrary = async (world: World, id: string): Promise<Library> => {
  const library = await loadLibrary(world, id)
  if (library.type !== 'LOCAL') throw accessionError('accession.library.not_local', [id])
  return library
}
