import { commitInParts } from '../commit/commit-in-parts.ts'
import { limits } from '../limits.ts'
import { clear, remove, write } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { DownloadSession, Item, Library, UpdateSession } from '../ports/entities.ts'
import { letGo } from '../subscriptions/synchronizing/fetched-files.ts'
import { releaseBlob, releaseSessionFiles } from '../update-sessions/end-update-session.ts'
import { loadSessionFiles } from '../update-sessions/load-update-session.ts'
import { stopTransfers } from '../update-sessions/stop-transfers.ts'
import type { World } from '../world.ts'
import type { SweepStep } from './sweep-step.ts'

/** Deleted rows, and sessions below them, that one step takes up: each may have a thousand files. */
const takenUpMax = 20

const deletedIn = ({ clock }: World, limit: number) => ({
  where: { deletedAt: { atMost: clock.now() } },
  orderBy: 'deletedAt' as const,
  limit,
})

/** Takes up what is below deleted items, then the items themselves. */
export const removeDeletedItems: SweepStep = async ({ world, batchMax, takeTurn }) => {
  const most = Math.min(takenUpMax, batchMax)
  const due = await world.store.find('item', deletedIn(world, most))
  if (due.length === 0 || !(await takeTurn())) return 0
  let [count, room] = [0, most]
  for (const item of due) {
    const { isTakenUp, sessions } = await removeItem(world, item, room)
    if (isTakenUp) count++
    room -= sessions
    if (room <= 0) break
  }
  return count
}

/**
 * Marks the items of deleted libraries, which are unreachable already, as deleted themselves, and
 * removes a library that has none left.
 */
export const removeDeletedLibraries: SweepStep = async ({ world, batchMax, takeTurn }) => {
  const due = await world.store.find('library', deletedIn(world, Math.min(takenUpMax, batchMax)))
  if (due.length === 0 || !(await takeTurn())) return 0
  const removals = await Promise.all(due.map((library) => removalOf(world, library, batchMax)))
  const done = await commitInParts(world, removals.flat())
  return Math.min(due.length, done.filter(Boolean).length)
}

const removalOf = async (
  { store, clock }: World,
  library: Library,
  limit: number,
): Promise<Change[][]> => {
  const items = await store.find('item', { where: { libraryId: library.id }, limit })
  if (items.length === 0) {
    const below = { where: { libraryId: library.id }, limit }
    const fetched = await store.find('fetchedFile', below)
    if (fetched.length > 0) return fetched.map((file) => letGo(file, clock.now()))
    return [
      [
        remove('library', library),
        clear('libraryUsage', 'libraryId', library.id),
        clear('librarySource', 'libraryId', library.id),
        clear('subscription', 'libraryId', library.id),
        clear('subscription', 'subscribedLibraryId', library.id),
      ],
    ]
  }
  const living = items.filter(({ deletedAt }) => deletedAt === null)
  return living.map((item) => [write('item', item, { deletedAt: clock.now() })])
}

/** Each child is for itself, so that what is in the way of one leaves the others alone. */
const removeItem = async (
  world: World,
  item: Item,
  sessionsMax: number,
): Promise<{ isTakenUp: boolean; sessions: number }> => {
  const { store, clock } = world
  const below = { where: { itemId: item.id }, limit: sessionsMax }
  const [updates, downloads, files] = await Promise.all([
    store.find('updateSession', below),
    store.find('downloadSession', below),
    store.find('itemFile', { ...below, limit: limits.filesPerItemMax }),
  ])
  const now = clock.now()
  const sessions = updates.length + downloads.length
  const children = [
    ...(await Promise.all(updates.map((session) => updateRemoval(world, session)))),
    ...(await Promise.all(downloads.map((session) => downloadRemoval(world, session)))),
    ...files.map((file) => [
      remove('itemFile', file),
      ...(file.blobId ? [releaseBlob(file.blobId, now)] : []),
    ]),
  ]
  const done = await commitInParts(world, children.length > 0 ? children : [itemRemoval(item)])
  for (const [index, session] of updates.entries()) if (done[index]) tellOfRemoval(world, session)
  return { isTakenUp: done.includes(true), sessions }
}

const itemRemoval = (item: Item): Change[] => [
  remove('item', item),
  clear('itemChange', 'itemId', item.id),
]

/** Whoever deleted the item or its library was told of then; here it is whose session that ended. */
const tellOfRemoval = (world: World, { id, itemId, userName, state }: UpdateSession): void => {
  stopTransfers(world, id)
  if (state !== 'ACTIVE') return
  world.log.audit('update_session.end_with_item', { session: id, item: itemId, user: userName })
}

const updateRemoval = async (world: World, session: UpdateSession): Promise<Change[]> => [
  ...releaseSessionFiles(await loadSessionFiles(world, session.id), world.clock.now()),
  remove('updateSession', session),
  clear('updateSessionFile', 'sessionId', session.id),
]

const downloadRemoval = async (
  { store, clock }: World,
  session: DownloadSession,
): Promise<Change[]> => {
  const where = { sessionId: session.id }
  const files = await store.find('downloadSessionFile', { where, limit: limits.filesPerItemMax })
  return [
    ...files.flatMap((file) => [
      remove('downloadSessionFile', file),
      ...(file.blobId ? [releaseBlob(file.blobId, clock.now())] : []),
    ]),
    remove('downloadSession', session),
  ]
}
