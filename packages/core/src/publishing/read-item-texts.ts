import { limits } from '../limits.ts'
import type { Item, ItemFile } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { itemText } from './published-item.ts'

/**
 * The items of a library by id, each as the text that `items.json` has of it, some at a time: two
 * queries for a hundred items, unless they have very many files. What is kept of one may have a
 * mebibyte, so that more at a time could be too much for the memory.
 */
export async function* readItemTexts(
  world: Pick<World, 'store' | 'itemTypes'>,
  libraryId: string,
): AsyncGenerator<readonly string[]> {
  const { store } = world
  const limit = limits.publishedItemsReadMax
  for (let after = ''; ;) {
    const where = { libraryId, deletedAt: null, id: { moreThan: after } }
    const items = await store.find('item', { where, limit })
    for (const group of groupsOf(items)) {
      const files = await readFiles(store, group)
      yield group.map((item) => itemText(world, item, files.get(item.id) ?? []))
    }
    const last = items.at(-1)
    if (!last || items.length < limit) return
    after = last.id
  }
}

/** Items whose files are read together. */
function* groupsOf(items: readonly Item[]): Iterable<readonly Item[]> {
  let [group, files]: [Item[], number] = [[], 0]
  for (const item of items) {
    if (group.length > 0 && files + item.fileCount > limits.publishedFilesReadMax) {
      yield group
      ;[group, files] = [[], 0]
    }
    group.push(item)
    files += item.fileCount
  }
  if (group.length > 0) yield group
}

/** The files of some items, by the item, each item's by name. */
const readFiles = async (
  store: World['store'],
  items: readonly Pick<Item, 'id'>[],
): Promise<ReadonlyMap<string, readonly ItemFile[]>> => {
  const limit = limits.publishedFilesReadMax + limits.filesPerItemMax
  const where = { itemId: { among: items.map(({ id }) => id) }, until: null }
  const files = await store.find('itemFile', { where, orderBy: 'name', limit })
  // More than their rows said a moment ago: none is to be cut off.
  if (files.length === limit && items.length > 1) {
    const half = items.length >> 1
    const parts = [items.slice(0, half), items.slice(half)]
    const read = await Promise.all(parts.map((part) => readFiles(store, part)))
    return new Map(read.flatMap((part) => [...part]))
  }
  const byItem = new Map<string, ItemFile[]>()
  for (const file of files) {
    const others = byItem.get(file.itemId)
    if (others) others.push(file)
    else byItem.set(file.itemId, [file])
  }
  return byItem
}
