import { accessionError, isAccessionError } from '../../errors/accession-error.ts'
import { limits } from '../../limits.ts'
import { readMessage, storedText } from '../../messages/stored-message.ts'
import { write } from '../../ports/changes.ts'
import type { Change } from '../../ports/changes.ts'
import type { LibrarySource, SeenLibrary } from '../../ports/entities.ts'
import type { TaskAdvance, TaskKind, TaskRun } from '../../tasks/task-kind.ts'
import type { World } from '../../world.ts'
import { findSource, loadSource } from '../load-source.ts'
import { lookAtPublisher } from '../publisher/look-at-publisher.ts'
import { letGo } from './fetched-files.ts'
import { endFetching, fetchingIn } from './fetching-files.ts'
import { forgetList, listOf } from './known-list.ts'
import type { PublishedItems } from './known-list.ts'
import { removeGoneItems } from './remove-gone-items.ts'
import { requireSyncable } from './require-syncable.ts'
import { firstSyncCheckpoint, syncCheckpointOf } from './sync-checkpoint.ts'
import type { PublishedThen } from './sync-checkpoint.ts'
import { syncItems } from './sync-items.ts'
import { findUselessFiles } from './useless-files.ts'

/**
 * Makes a subscribed library as its publisher has it: looks whether that changed, lets items go that
 * are no more, takes over the others in the order of their ids, each in one commit. What fails leaves
 * the library as far as it had come, and says why there.
 */
export const librarySync: TaskKind = {
  async step(world, run) {
    try {
      await advance(world, run)
    } catch (error) {
      if (!isAccessionError(error) || !error.retryable) forgetList(world, run.task)
      throw error
    }
  },

  async abandon(world, task, { message: lastError }) {
    const [source, { changes }] = await Promise.all([
      findSource(world, task.subject),
      endFetching(world, task),
    ])
    if (!source) return { changes }
    // Until it began to change anything, all is as it was seen.
    const isBegun = syncCheckpointOf(task).phase !== 'look'
    const set = { lastError, ...(isBegun && { seen: null }) }
    return { changes: [...changes, write('librarySource', source, set)] }
  },
}

const advance = async (world: World, run: TaskRun): Promise<void> => {
  const { task, signal } = run
  const [library, source] = await Promise.all([
    requireSyncable(world, task.subject),
    loadSource(world, task.subject),
  ])
  const { phase, published } = syncCheckpointOf(task)
  if (phase === 'look' || !published) return look(world, run, source)
  if (isOther(source, published)) return beginAnew(world, run, 0)
  const list = await listOf(world, task, source, { itemsUrl: published.itemsUrl, signal })
  if (phase === 'remove') return removeGoneItems(world, run, library.id, list)
  if (phase === 'items') return syncItems(world, run, { library, source, list })
  return end(world, run, source, list)
}

const look = async (world: World, run: TaskRun, { seen, ...source }: LibrarySource) => {
  forgetList(world, run.task)
  const published = await lookAtPublisher(world, source, { seen, signal: run.signal })
  await run.advance(async () => {
    const { url, isOnDemand } = source
    if (!published) {
      const changes = await lettingGo(world, source.libraryId)
      if (changes.length > 0) return { changes, message: run.task.progressMessage }
      return succeed(world, run, { seen, url, isOnDemand })
    }
    const { restarts, fetching = [] } = syncCheckpointOf(run.task)
    const { itemsUrl, ...found } = published
    const then: PublishedThen = { seen: seenOf(found), itemsUrl, url, isOnDemand }
    return {
      changes: [],
      checkpoint: { ...firstSyncCheckpoint, restarts, fetching, phase: 'remove', published: then },
      message: storedText('accession.task.library_sync_looking', []),
    }
  })
}

const end = async (
  world: World,
  run: TaskRun,
  source: LibrarySource,
  { items, refused, byId, refusedIds }: PublishedItems,
): Promise<void> => {
  const { failed, failures, published, restarts } = syncCheckpointOf(run.task)
  if (!published) return beginAnew(world, run, restarts)
  // Whoever publishes here has it published then: what came meanwhile comes along.
  if ((failed > 0 || source.publisherId !== null) && restarts < limits.syncRestartsMax) {
    const looking = { seen: published.seen, signal: run.signal }
    const newer = await lookAtPublisher(world, source, looking)
    if (newer) return beginAnew(world, run, restarts + 1)
  }
  const reasons = [
    ...failures.map(({ name, message }) => `${name}: ${readMessage(message).default_message}`),
    ...refused.map(({ name, id, reason }) => `${name || id}: ${reason}`),
  ]
  await run.advance(async () => {
    // What came of an item that failed is kept for the next time.
    const isKept = (id: string): boolean =>
      reasons.length > 0 && (byId.has(id) || refusedIds.has(id))
    const changes = await lettingGo(world, source.libraryId, isKept)
    if (changes.length > 0) return { changes, message: run.task.progressMessage }
    if (reasons.length === 0) return succeed(world, run, published)
    const left = failed + refused.length
    const args = [left, items.length + refused.length, tellSome(reasons, left)] as const
    throw accessionError('accession.subscription.items_left', args)
  })
}

/** The next of what was fetched for nothing; none once all of it is gone. */
const lettingGo = async (
  world: World,
  libraryId: string,
  isKept?: (sourceId: string) => boolean,
): Promise<readonly Change[]> => {
  const useless = await findUselessFiles(world, libraryId, isKept)
  return useless.flatMap((file) => letGo(file, world.clock.now()))
}

/** The first reasons, and how many more there are. */
const tellSome = (reasons: readonly string[], count: number): string => {
  const told = reasons.slice(0, limits.failedItemsToldMax)
  const more = count > told.length ? [`and ${count - told.length} more`] : []
  return `${[...told.map((reason) => reason.replace(/\.$/, '')), ...more].join('; ')}.`
}

const seenOf = ({ id, version, etag }: SeenLibrary): SeenLibrary => ({ id, version, etag })

type Followed = Pick<LibrarySource, 'url' | 'isOnDemand'>

/** Whether a subscription follows something else by now, or otherwise. */
const isOther = (source: Followed, then: Followed): boolean =>
  source.url !== then.url || source.isOnDemand !== then.isOnDemand

/** Publisher or subscription have changed meanwhile: what was amiss may be right by now. */
const beginAnew = async (world: World, run: TaskRun, restarts: number): Promise<void> => {
  forgetList(world, run.task)
  await run.advance(async () => ({
    changes: [],
    // Files that are the same still are gone on with.
    checkpoint: { ...firstSyncCheckpoint, restarts, fetching: fetchingIn(run.task) },
    message: storedText('accession.task.library_sync_looking', []),
  }))
}

const succeed = async (
  world: World,
  run: TaskRun,
  then: Pick<LibrarySource, 'seen' | 'url' | 'isOnDemand'>,
): Promise<TaskAdvance> => {
  const { added, changed, removed } = syncCheckpointOf(run.task)
  const [source, ended] = await Promise.all([
    loadSource(world, run.task.subject),
    endFetching(world, run.task),
  ])
  const lastSyncAt = world.clock.now()
  const seen = isOther(source, then) ? null : then.seen
  const set = { lastSyncAt, lastError: null, seen }
  forgetList(world, run.task)
  return {
    changes: [write('librarySource', source, set), ...ended.changes],
    completed: run.task.progressTotal,
    end: { result: { added, changed, removed } },
  }
}
