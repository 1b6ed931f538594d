import { requirePrivilege } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { accessionError } from '../errors/accession-error.ts'
import { loadLibrary } from '../libraries/load-library.ts'
import { isEntityId } from '../names/entity-id.ts'
import type { Library, LibraryUsage } from '../ports/entities.ts'
import type { World } from '../world.ts'

/** A library whose usages the caller may read; throws `not_found` before `unauthorized`. */
export const loadUsedLibrary = async (
  world: World,
  caller: Caller,
  id: string,
): Promise<Library> => {
  const library = await loadLibrary(world, id)
  requirePrivilege(caller, 'System.Read', library.id)
  return library
}

/** The usage of that id; throws `not_found` where it is not one of this library. */
export const loadUsage = async (
  { store }: World,
  libraryId: string,
  id: string,
): Promise<LibraryUsage> => {
  const [usage] = isEntityId(id)
    ? await store.find('libraryUsage', { where: { id }, limit: 1 })
    : []
  if (usage?.libraryId === libraryId) return usage
  throw accessionError('accession.library.usage_not_found', [id, libraryId])
}
