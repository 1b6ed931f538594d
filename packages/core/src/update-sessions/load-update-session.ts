import { requirePrivilege } from '../access/authorize.ts'
import type { Identity } from '../access/caller.ts'
import { accessionError } from '../errors/accession-error.ts'
import { isAlive } from '../items/load-item.ts'
import { whileInUse } from '../libraries/maintenance.ts'
import { limits } from '../limits.ts'
import { isEntityId } from '../names/entity-id.ts'
import { isPlainText } from '../names/is-plain-text.ts'
import { check } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { Library, UpdateSessionFile } from '../ports/entities.ts'
import type { WithParents } from '../ports/store.ts'
import type { World } from '../world.ts'

/** A session with its item and library, both alive. */
export type UpdateSessionInItem = WithParents<'updateSession', 'item' | 'library'>

/** The session of that id; nothing where it, its item or its library is not there or is deleted. */
export const findUpdateSession = async (
  { store }: Pick<World, 'store'>,
  id: string,
): Promise<UpdateSessionInItem | undefined> => {
  if (!isEntityId(id)) return undefined
  const query = { where: { id }, limit: 1 }
  const [found] = await store.findWith('updateSession', ['item', 'library'], query)
  return found && isAlive(found) ? found : undefined
}

/**
 * The session of that id, for a caller who may use it: its own user, or who holds
 * `ContentLibrary.UpdateSession` on its item. Throws `not_found` before `unauthorized`.
 */
export const loadUpdateSession = async (
  world: World,
  caller: Identity,
  id: string,
): Promise<UpdateSessionInItem> => {
  const found = await findUpdateSession(world, id)
  if (!found) throw accessionError('accession.update_session.not_found', [id])
  if (found.updateSession.userId !== caller.user.id)
    requirePrivilege(caller, 'ContentLibrary.UpdateSession', found.library.id)
  return found
}

/** What the session does to files of its item, by name. */
export const loadSessionFiles = (
  { store }: World,
  sessionId: string,
): Promise<UpdateSessionFile[]> =>
  store.find('updateSessionFile', {
    where: { sessionId },
    orderBy: 'name',
    limit: limits.filesPerSessionMax,
  })

/** What the session does to the file of that name, if anything. */
export const findSessionFile = async (
  { store }: World,
  sessionId: string,
  name: string,
): Promise<UpdateSessionFile | undefined> => {
  if (!isPlainText(name)) return undefined
  const [file] = await store.find('updateSessionFile', { where: { sessionId, name }, limit: 1 })
  return file
}

/** The rows above a session, as far as it relies on them. */
interface Above {
  readonly item: { readonly id: string }
  readonly library: { readonly id: string }
}

/** Relies on the item and the library of a session still being there. */
export const checkReachable = ({ item, library }: Above): Change[] => [
  check('item', item.id, { deletedAt: null }),
  check('library', library.id, { deletedAt: null }),
]

/**
 * The same, and on the library being in no maintenance; where bytes are promised a place, also on the
 * library's being still the same.
 */
export const checkChangeable = (
  { item, library }: Above,
  promised: Partial<Pick<Library, 'place'>> = {},
): Change[] => [
  check('item', item.id, { deletedAt: null }),
  check('library', library.id, {
    ...whileInUse,
    ...(promised.place !== undefined && { place: promised.place }),
  }),
]
