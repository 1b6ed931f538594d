import { accessionError, isAccessionError } from '../../errors/accession-error.ts'
import { loadItem } from '../../items/load-item.ts'
import { limits } from '../../limits.ts'
import type { Item, LibrarySource } from '../../ports/entities.ts'
import type { TaskKind } from '../../tasks/task-kind.ts'
import type { World } from '../../world.ts'
import { loadSource } from '../load-source.ts'
import { fetchDocument } from '../publisher/fetch-document.ts'
import { isOfPublisher, unreadable } from '../publisher/fetch-errors.ts'
import { findLocalItem } from '../publisher/local-publisher.ts'
import { lookAtPublisher } from '../publisher/look-at-publisher.ts'
import type { ItemDocument } from '../vcsp/read-item.ts'
import { readItemDocument, readItemsDocument } from '../vcsp/read-items-document.ts'
import { refusedDocument } from '../vcsp/refused-document.ts'
import type { ItemSyncCheckpoint } from './begin-item-sync.ts'
import { endFetching, triesIn } from './fetching-files.ts'
import { requireSyncable } from './require-syncable.ts'
import { takeOverItem } from './take-over-item.ts'

/**
 * Makes one item of a subscribed library as its publisher has it, with the bytes of its files where
 * they are wanted. An item that the publisher has no more stays, until its library is synchronized.
 */
export const itemSync: TaskKind = {
  async step(world, run) {
    const { item } = await loadItem(world, run.task.targetId ?? '')
    const [library, source] = await Promise.all([
      requireSyncable(world, item.libraryId),
      loadSource(world, item.libraryId),
    ])
    const { wantsContent } = run.task.checkpoint as ItemSyncCheckpoint
    const entry = await readEntry(world, source, item, run.signal)
    const isDone = await takeOverItem(world, run, {
      libraryId: library.id,
      library,
      source,
      entry,
      wantsContent,
      nameOf: () => undefined,
    }).catch((error: unknown) => {
      const isOver = triesIn(run.task, entry.id) >= limits.syncAttemptsOfFile
      throw isOver && isOfPublisher(error) ? unreadable(error.cause) : error
    })
    if (!isDone) return
    await run.advance(async () => {
      const { changes } = await endFetching(world, run.task)
      return { changes, end: { result: null } }
    })
  },

  async abandon(world, task) {
    const { changes } = await endFetching(world, task)
    return { changes }
  },
}

/** The item as its own `item.json` has it, or else the list of all. */
const readEntry = async (
  world: World,
  source: LibrarySource,
  item: Item,
  signal: AbortSignal,
): Promise<ItemDocument> => {
  const id = item.sourceId ?? ''
  if (source.publisherId) {
    const found = await findLocalItem(world, source.publisherId, id)
    if (found) return found
    throw accessionError('accession.subscription.item_gone', [item.id])
  }
  return (
    (await readOwn(world, source, item, signal)) ??
    (await readFromList(world, source, id, signal)) ??
    Promise.reject(accessionError('accession.subscription.item_gone', [item.id]))
  )
}

const readOwn = async (
  world: World,
  source: LibrarySource,
  { sourceId, source: own }: Item,
  signal: AbortSignal,
): Promise<ItemDocument | undefined> => {
  if (!own?.url || sourceId === null) return undefined
  const request = { document: 'item.json', url: own.url, signal } as const
  const fetched = await fetchDocument(world, source, request).catch((error: unknown) => {
    if (isAccessionError(error) && error.id === 'accession.subscription.not_published_there')
      return undefined
    throw error
  })
  return fetched && readItemDocument(fetched.bytes, source.url, sourceId)
}

const readFromList = async (
  world: World,
  source: LibrarySource,
  id: string,
  signal: AbortSignal,
): Promise<ItemDocument | undefined> => {
  const published = await lookAtPublisher(world, source, { seen: null, signal })
  if (!published) return undefined
  const request = { document: 'items.json', url: published.itemsUrl, signal } as const
  const fetched = await fetchDocument(world, source, request)
  const { items, refused } = fetched
    ? readItemsDocument(fetched.bytes, source.url)
    : { items: [], refused: [] }
  const reason = refused.find((one) => one.id === id)?.reason
  if (reason !== undefined) throw refusedDocument('items.json', reason)
  return items.find((one) => one.id === id)
}
