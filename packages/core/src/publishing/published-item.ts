import type { Item, ItemFile } from '../ports/entities.ts'
import { itemTypeOf } from '../item-types/item-type-of.ts'
import type { World } from '../world.ts'
import { urnOf, vcspItem } from './vcsp-documents.ts'

/** What is published of an item that has these files, as text. */
export const itemText = (
  world: Pick<World, 'itemTypes'>,
  item: Item,
  files: readonly ItemFile[],
): string => JSON.stringify(vcspItem(item, files, typeMetadataOf(world, item)))

/** What its type has to say of the item; only local libraries are published. */
const typeMetadataOf = (world: Pick<World, 'itemTypes'>, item: Item): string | undefined => {
  if (item.typeMetadata === null) return undefined
  const type = itemTypeOf(world, { item, library: { type: 'LOCAL' } })
  return type?.publishedText(item.typeMetadata, {
    itemId: urnOf(item.id),
    libraryId: urnOf(item.libraryId),
    version: String(item.version),
  })
}
