import { accessionError } from '../errors/accession-error.ts'
import { loadItemFiles } from '../items/load-item-files.ts'
import { isEntityId } from '../names/entity-id.ts'
import type { Item, Library } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { itemText } from './published-item.ts'

/** An item of a published library. */
export interface PublishedItem {
  /** Rises with every change of the item. */
  readonly version: number
  /** The text of its `item.json`. */
  text(): Promise<string>
}

/** The item of that id in a published library; throws `not_found` where it has none. */
export const openPublishedItem = async (
  world: World,
  library: Pick<Library, 'id'>,
  itemId: string,
): Promise<PublishedItem> => {
  const where = { id: itemId, libraryId: library.id, deletedAt: null }
  const [item] = isEntityId(itemId) ? await world.store.find('item', { where, limit: 1 }) : []
  if (!item) throw accessionError('accession.publishing.item_not_found', [library.id, itemId])
  return { version: item.version, text: () => textOf(world, item) }
}

const textOf = async (world: World, item: Item): Promise<string> =>
  itemText(world, item, await loadItemFiles(world, item.id))
