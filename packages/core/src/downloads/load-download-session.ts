import { requirePrivilege } from '../access/authorize.ts'
import type { Identity } from '../access/caller.ts'
import { accessionError } from '../errors/accession-error.ts'
import { isAlive } from '../items/load-item.ts'
import { limits } from '../limits.ts'
import { isEntityId } from '../names/entity-id.ts'
import { isPlainText } from '../names/is-plain-text.ts'
import type { DownloadSessionFile } from '../ports/entities.ts'
import type { WithParents } from '../ports/store.ts'
import type { World } from '../world.ts'

/** A session with its item and library, both alive. */
export type DownloadSessionOfItem = WithParents<'downloadSession', 'item' | 'library'>

/** The session of that id; nothing where it, its item or its library is not there or is deleted. */
export const findDownloadSession = async (
  { store }: Pick<World, 'store'>,
  id: string,
): Promise<DownloadSessionOfItem | undefined> => {
  if (!isEntityId(id)) return undefined
  const query = { where: { id }, limit: 1 }
  const [found] = await store.findWith('downloadSession', ['item', 'library'], query)
  return found && isAlive(found) ? found : undefined
}

/**
 * The session of that id, for a caller who may use it: its own user, or who holds
 * `ContentLibrary.DownloadSession` on its item. Throws `not_found` before `unauthorized`.
 */
export const loadDownloadSession = async (
  world: World,
  caller: Identity,
  id: string,
): Promise<DownloadSessionOfItem> => {
  const found = await findDownloadSession(world, id)
  if (!found) throw accessionError('accession.download_session.not_found', [id])
  if (found.downloadSession.userId !== caller.user.id) {
    requirePrivilege(caller, 'ContentLibrary.DownloadSession', found.library.id)
  }
  return found
}

/** The files of a session, by name. */
export const loadDownloadFiles = (
  { store }: World,
  sessionId: string,
): Promise<DownloadSessionFile[]> =>
  store.find('downloadSessionFile', {
    where: { sessionId },
    orderBy: 'name',
    limit: limits.filesPerItemMax,
  })

/** The file of that name; throws `invalid_argument` where the session has none. */
export const loadDownloadFile = async (
  { store }: World,
  sessionId: string,
  name: string,
): Promise<DownloadSessionFile> => {
  const where = { sessionId, name }
  const [file] = isPlainText(name)
    ? await store.find('downloadSessionFile', { where, limit: 1 })
    : []
  if (!file) throw accessionError('accession.download_session.file_not_found', [name, sessionId])
  return file
}
