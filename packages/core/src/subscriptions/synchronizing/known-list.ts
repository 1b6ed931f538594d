import { limits } from '../../limits.ts'
import type { LibrarySource, Task } from '../../ports/entities.ts'
import type { World } from '../../world.ts'
import { fetchDocument } from '../publisher/fetch-document.ts'
import { listLocal } from '../publisher/local-publisher.ts'
import { refusedDocument } from '../vcsp/refused-document.ts'
import { readItemsDocument } from '../vcsp/read-items-document.ts'
import type { ItemDocument } from '../vcsp/read-item.ts'
import type { ItemsDocument } from '../vcsp/read-items-document.ts'

/** What a publisher offers, and its items by their ids. */
export interface PublishedItems extends ItemsDocument {
  readonly byId: ReadonlyMap<string, ItemDocument>
  /** Ids of items that are refused: what is here of them stays. */
  readonly refusedIds: ReadonlySet<string>
}

/** By the store, which is a process's own. */
const known = new WeakMap<World['store'], Map<string, PublishedItems>>()

/**
 * What a publisher offers, as a synchronization has read it once: its steps go by one list as long as
 * the process remembers it, and read it anew on another node. Rejects with RESOURCE_INACCESSIBLE.
 */
export const listOf = async (
  world: World,
  { id }: Pick<Task, 'id'>,
  source: LibrarySource,
  { itemsUrl, signal }: { readonly itemsUrl: string; readonly signal: AbortSignal },
): Promise<PublishedItems> => {
  const lists = known.get(world.store) ?? new Map<string, PublishedItems>()
  known.set(world.store, lists)
  const last = lists.get(id)
  if (last) return last
  const read = source.publisherId
    ? await listLocal(world, source.publisherId)
    : await fetchList(world, source, itemsUrl, signal)
  const list = {
    ...read,
    byId: new Map(read.items.map((item) => [item.id, item])),
    refusedIds: new Set(read.refused.map((refused) => refused.id)),
  }
  lists.set(id, list)
  const [oldest] = lists.keys()
  if (lists.size > limits.publisherListsRememberedMax && oldest !== undefined) lists.delete(oldest)
  return list
}

const fetchList = async (
  world: World,
  source: LibrarySource,
  url: string,
  signal: AbortSignal,
): Promise<ItemsDocument> => {
  const fetched = await fetchDocument(world, source, { document: 'items.json', url, signal })
  if (!fetched) throw refusedDocument('items.json', 'it is not given')
  return readItemsDocument(fetched.bytes, source.url)
}

/** Forgets the list of a synchronization that is over, or begins anew. */
export const forgetList = ({ store }: Pick<World, 'store'>, { id }: Pick<Task, 'id'>): void => {
  known.get(store)?.delete(id)
}
