import { limits } from '../limits.ts'
import { clear, remove, write } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { DownloadSessionFile, Item } from '../ports/entities.ts'
import { releaseBlob, releaseSessionFiles } from '../update-sessions/end-update-session.ts'
import { loadSessionFiles } from '../update-sessions/load-update-session.ts'
import { stopTransfers } from '../update-sessions/stop-transfers.ts'
import type { World } from '../world.ts'

/** Children of a deleted item or library that one step takes up; each may have a thousand files. */
const childrenMax = 20

/** Takes up what is below deleted items, then the items themselves. */
export const removeDeletedItems = async (world: World): Promise<number> => {
  const due = await world.store.find('item', {
    where: { deletedAt: { atMost: world.clock.now() } },
    orderBy: 'deletedAt',
    limit: childrenMax,
  })
  for (const item of due) await removeItem(world, item)
  return due.length
}

/**
 * Marks the items of deleted libraries, which are unreachable already, as deleted themselves, and
 * removes a library that has none left.
 */
export const removeDeletedLibraries = async (world: World): Promise<number> => {
  const now = world.clock.now()
  const due = await world.store.find('library', {
    where: { deletedAt: { atMost: now } },
    orderBy: 'deletedAt',
    limit: childrenMax,
  })
  for (const library of due) {
    const items = await world.store.find('item', {
      where: { libraryId: library.id },
      limit: limits.sweepBatchMax,
    })
    const living = items.filter(({ deletedAt }) => deletedAt === null)
    const changes =
      items.length === 0
        ? [remove('library', library)]
        : living.map((item) => write('item', item, { deletedAt: now }))
    if (changes.length > 0) await world.store.commit(changes)
  }
  return due.length
}

/** One commit a child, so that none grows with what is below the item. */
const removeItem = async (world: World, item: Item): Promise<void> => {
  const { store, clock } = world
  const below = { where: { itemId: item.id }, limit: childrenMax }
  const [updates, downloads, files] = await Promise.all([
    store.find('updateSession', below),
    store.find('downloadSession', below),
    store.find('itemFile', { ...below, limit: limits.filesPerItemMax }),
  ])
  const now = clock.now()
  for (const session of updates) {
    const sessionFiles = await loadSessionFiles(world, session.id)
    await store.commit([
      ...releaseSessionFiles(sessionFiles, now),
      remove('updateSession', session),
      clear('updateSessionFile', 'sessionId', session.id),
    ])
    stopTransfers(world, session.id)
  }
  for (const session of downloads) {
    const sessionFiles = await store.find('downloadSessionFile', {
      where: { sessionId: session.id },
      limit: limits.filesPerItemMax,
    })
    await store.commit([
      ...sessionFiles.flatMap((file) => dropDownload(file, now)),
      remove('downloadSession', session),
    ])
  }
  if (files.length > 0)
    await store.commit(
      files.flatMap((file) => [
        remove('itemFile', file),
        ...(file.blobId ? [releaseBlob(file.blobId, now)] : []),
      ]),
    )
  if (updates.length + downloads.length + files.length === 0)
    await store.commit([remove('item', item)])
}

const dropDownload = (file: DownloadSessionFile, now: number): Change[] => [
  remove('downloadSessionFile', file),
  ...(file.blobId ? [releaseBlob(file.blobId, now)] : []),
]
