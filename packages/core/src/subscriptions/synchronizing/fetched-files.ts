import { whileInUse } from '../../libraries/maintenance.ts'
import { limits } from '../../limits.ts'
import { check, insert, remove } from '../../ports/changes.ts'
import type { Change } from '../../ports/changes.ts'
import type { FetchedFile, Library, LibrarySource } from '../../ports/entities.ts'
import { releaseBlob } from '../../update-sessions/end-update-session.ts'
import type { World } from '../../world.ts'
import type { FileDocument } from '../vcsp/read-file.ts'
import { requireSyncable } from './require-syncable.ts'

/** For which item of which library a file is fetched. */
export interface FetchTarget {
  readonly library: Pick<Library, 'id' | 'place'>
  readonly source: LibrarySource
  /** The publisher's id of the item. */
  readonly sourceId: string
}

/**
 * The row that holds the bytes, instead of one for other bytes under that name. Relies on the library:
 * below one that is gone by now nobody would ever let them go.
 */
export const keeping = async (
  world: World,
  { library, sourceId }: FetchTarget,
  { name, size, url, etag }: FileDocument,
  blobId: string,
): Promise<Change[]> => {
  const [replaced] = await Promise.all([
    replaceKept(world, library.id, sourceId, name),
    requireSyncable(world, library.id),
  ])
  const row = {
    id: world.ids.uuid(),
    revision: 1,
    libraryId: library.id,
    sourceId,
    name,
    source: { url, etag },
    size,
    blobId,
  }
  return [...replaced, insert('fetchedFile', row), check('library', library.id, whileInUse)]
}

/** Lets a file of that name go that was fetched before, when its bytes were others. */
const replaceKept = async (world: World, libraryId: string, sourceId: string, name: string) => {
  const where = { libraryId, sourceId, name }
  const kept = await world.store.find('fetchedFile', { where, limit: 1 })
  return kept.flatMap((file) => letGo(file, world.clock.now()))
}

/** What no item will take over. */
export const letGo = (file: FetchedFile, now: number) => [
  remove('fetchedFile', file),
  releaseBlob(file.blobId, now),
]

/** The files that were fetched for an item and wait, by name. */
export const loadFetchedFiles = (
  { store }: Pick<World, 'store'>,
  libraryId: string,
  sourceId: string,
): Promise<FetchedFile[]> =>
  store.find('fetchedFile', {
    where: { libraryId, sourceId },
    limit: limits.filesPerItemMax,
  })
