import { inParallel } from '../../admin/in-parallel.ts'
import { knownConfiguration } from '../../configuration/known-configuration.ts'
import { limits } from '../../limits.ts'
import { storedText } from '../../messages/stored-message.ts'
import { compareScalars } from '../../ports/conditions.ts'
import type { Item, Library, LibrarySource } from '../../ports/entities.ts'
import type { TaskRun } from '../../tasks/task-kind.ts'
import type { World } from '../../world.ts'
import { isOfOneItem, isOfPublisher } from '../publisher/fetch-errors.ts'
import { lookAtPublisher } from '../publisher/look-at-publisher.ts'
import type { ItemDocument } from '../vcsp/read-item.ts'
import { endFetching, triesIn } from './fetching-files.ts'
import type { FetchingFile } from './fetching-files.ts'
import { itemDigest } from './item-digest.ts'
import type { PublishedItems } from './known-list.ts'
import { syncCheckpointOf } from './sync-checkpoint.ts'
import type { SyncFailure } from './sync-checkpoint.ts'
import { takeOverItem } from './take-over-item.ts'

/** A subscribed library that is being synchronized, with what its publisher offers. */
export interface Synchronizing {
  readonly library: Library
  readonly source: LibrarySource
  readonly list: PublishedItems
}

/** What became of an item that differed. */
interface Outcome {
  readonly entry: ItemDocument
  readonly isNew: boolean
  isDone: boolean
  failure?: SyncFailure
}

/**
 * Takes over the next items in the order of their ids: looks at many, takes over some, as many at
 * once as the configuration says, and keeps what keeps one of them from it for the end. Goes on after the last
 * one before which nothing was left.
 */
export const syncItems = async (
  world: World,
  run: TaskRun,
  { library, source, list }: Synchronizing,
): Promise<void> => {
  const { after } = syncCheckpointOf(run.task)
  const start = list.items.findIndex(({ id }) => compareScalars(id, after) > 0)
  const entries = start < 0 ? [] : list.items.slice(start, start + limits.itemsLookedAtOnce)
  const { maximum_concurrent_item_syncs: atOnce } = await knownConfiguration(world)
  const { differing, last } = await lookAt(world, { library, source, entries, after })
  const { attempts } = run.task
  const nameOf = (id: string): string | undefined => list.byId.get(id)?.name
  async function* inTime() {
    for (const outcome of differing) {
      if (run.signal.aborted || world.clock.now() >= run.endsBy) return
      yield outcome
    }
  }
  await inParallel(inTime(), atOnce, async (outcome) => {
    const { entry } = outcome
    const wantsContent = !source.isOnDemand
    const wanted = { libraryId: library.id, library, source, entry, wantsContent, nameOf }
    try {
      outcome.isDone = await takeOverItem(world, run, wanted)
    } catch (error) {
      const tries = Math.max(attempts, triesIn(run.task, entry.id))
      const isAlone = tries >= limits.syncAttemptsOfFile && isOfPublisher(error)
      if (!isOfOneItem(error) && !(isAlone && (await isThere(world, run, source)))) throw error
      outcome.failure = { name: entry.name, message: { id: error.id, args: error.args } }
      outcome.isDone = true
    }
  })
  run.signal.throwIfAborted()
  const left = differing.find(({ isDone }) => !isDone)
  await run.advance(async () => {
    const checkpoint = syncCheckpointOf(run.task)
    const upTo = left ? idBefore(list.items, left.entry.id, after) : last
    const passed = differing.filter(({ entry }) => compareScalars(entry.id, upTo) <= 0)
    const failures = passed.flatMap(({ failure }) => (failure ? [failure] : []))
    const done = passed.filter(({ failure }) => !failure)
    const isLast = !left && isEnd(list.items, last)
    const looked = countUpTo(list.items, upTo)
    const isOver = (file: FetchingFile): boolean => compareScalars(file.sourceId, upTo) <= 0
    const { changes, fetching } = await endFetching(world, run.task, isOver)
    return {
      changes,
      checkpoint: {
        ...checkpoint,
        fetching,
        added: checkpoint.added + done.filter(({ isNew }) => isNew).length,
        changed: checkpoint.changed + done.filter(({ isNew }) => !isNew).length,
        failed: checkpoint.failed + failures.length,
        failures: [...checkpoint.failures, ...failures].slice(0, limits.failedItemsNamedMax),
        ...(isLast ? { phase: 'end', after: '' } : { after: upTo }),
      },
      completed: looked,
      total: list.items.length,
      message: storedText('accession.task.library_sync_items', [looked, list.items.length]),
    }
  })
}

/** Whether a publisher answers: one that is away as a whole is waited for, and no item's fault. */
const isThere = (world: World, { signal }: TaskRun, source: LibrarySource): Promise<boolean> =>
  lookAtPublisher(world, source, { seen: null, signal, attemptsMax: 1 }).then(
    () => true,
    () => false,
  )

interface Looking {
  readonly library: Library
  readonly source: LibrarySource
  readonly entries: readonly ItemDocument[]
  readonly after: string
}

/** The first items that differ, and the last one that was looked at. */
const lookAt = async (
  world: World,
  { library, source, entries, after }: Looking,
): Promise<{ readonly differing: readonly Outcome[]; readonly last: string }> => {
  const known = await loadKnown(world, library.id, entries)
  const differing: Outcome[] = []
  let last = after
  for (const entry of entries) {
    const item = known.get(entry.id)
    if (!(await isSame(world, source, item, entry))) {
      if (differing.length === limits.itemsTakenOverAtOnce) break
      differing.push({ entry, isNew: item === undefined, isDone: false })
    }
    last = entry.id
  }
  return { differing, last }
}

/** Living items by the publisher's ids. */
const loadKnown = async (
  { store }: World,
  libraryId: string,
  entries: readonly ItemDocument[],
): Promise<ReadonlyMap<string | null, Item>> => {
  if (entries.length === 0) return new Map()
  const among = entries.map(({ id }) => id)
  const limit = limits.itemsLookedAtOnce
  const items = await store.find('item', {
    where: { libraryId, sourceId: { among }, deletedAt: null },
    limit,
  })
  return new Map(items.map((item) => [item.sourceId, item]))
}

const isSame = async (
  world: World,
  { isOnDemand }: LibrarySource,
  item: Item | undefined,
  entry: ItemDocument,
): Promise<boolean> =>
  item?.source?.digest === (await itemDigest(world, entry)) && (item.isCached || isOnDemand)

const isEnd = (items: readonly ItemDocument[], id: string): boolean => {
  const last = items.at(-1)?.id
  return last === undefined || compareScalars(last, id) <= 0
}

const idBefore = (items: readonly ItemDocument[], id: string, after: string): string => {
  const index = items.findIndex((item) => item.id === id)
  const before = items[index - 1]?.id
  return before !== undefined && compareScalars(before, after) > 0 ? before : after
}

const countUpTo = (items: readonly ItemDocument[], id: string): number => {
  const next = items.findIndex((item) => compareScalars(item.id, id) > 0)
  return next < 0 ? items.length : next
}
