import type { Identity } from '../access/caller.ts'
import { hasPrivilege } from '../access/has-privilege.ts'
import { limits } from '../limits.ts'
import type { Library } from '../ports/entities.ts'
import type { Where } from '../ports/store.ts'
import type { World } from '../world.ts'
import { listIds, withinListMax } from './list-ids.ts'

/** The ids of the living libraries that hold `where` and that the caller may read. */
export const readableLibraries = async (
  world: World,
  caller: Identity,
  where: Where<'library'> = {},
): Promise<string[]> => {
  const ids = await listIds(world, 'library', { deletedAt: null, ...where })
  return ids.filter((id) => hasPrivilege(caller, 'System.Read', id))
}

/** The same with the rows, for what cannot be asked of the store. */
export const readableLibraryRows = async (
  world: World,
  caller: Identity,
  where: Where<'library'>,
): Promise<Library[]> => {
  const query = { where: { deletedAt: null, ...where }, limit: limits.listMax + 1 }
  const libraries = withinListMax(await world.store.find('library', query))
  return libraries.filter(({ id }) => hasPrivilege(caller, 'System.Read', id))
}
