import type { Identity } from '../access/caller.ts'
import { hasPrivilege } from '../access/has-privilege.ts'
import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import type { Library } from '../ports/entities.ts'
import type { Where } from '../ports/store.ts'
import type { World } from '../world.ts'

/** The ids of the living libraries that hold `where` and that the caller may read. */
export const readableLibraries = async (
  world: World,
  caller: Identity,
  where: Where<'library'> = {},
): Promise<string[]> => {
  const query = { where: { deletedAt: null, ...where }, limit: limits.listMax + 1 }
  const ids = await world.store.ids('library', query)
  return withinListMax(ids).filter((id) => hasPrivilege(caller, 'System.Read', id))
}

/** The same with the rows, for what cannot be asked of the store. */
export const readableLibraryRows = async (
  world: World,
  caller: Identity,
  where: Where<'library'>,
): Promise<Library[]> => {
  const query = { where: { deletedAt: null, ...where }, limit: limits.listMax + 1 }
  const libraries = await world.store.find('library', query)
  return withinListMax(libraries).filter(({ id }) => hasPrivilege(caller, 'System.Read', id))
}

/** A list as long as one answer may be; refuses a longer one. */
export const withinListMax = <Entry>(entries: Entry[]): Entry[] => {
  if (entries.length <= limits.listMax) return entries
  throw accessionError('accession.argument.list_too_long', [limits.listMax])
}
