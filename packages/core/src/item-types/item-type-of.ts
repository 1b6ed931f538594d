import type { Item, Library } from '../ports/entities.ts'
import type { FileRole, ItemType } from '../ports/item-type.ts'
import type { World } from '../world.ts'

/** What decides about the type of an item's content. */
export interface Typed {
  readonly item: Pick<Item, 'itemTypeKey'>
  readonly library: Pick<Library, 'type'>
}

/**
 * The type that looks into the files of an item; undefined where they are plain files. What a
 * subscribed library holds is its publisher's to judge: nothing of it is looked into.
 */
export const itemTypeOf = (
  { itemTypes }: Pick<World, 'itemTypes'>,
  { item, library }: Typed,
): ItemType | undefined =>
  item.itemTypeKey === '' || library.type === 'SUBSCRIBED'
    ? undefined
    : itemTypes.find(({ info }) => info.type === item.itemTypeKey)

const plainFile: FileRole = {
  isKept: true,
  isInspected: false,
  isArchive: false,
  isInManifest: false,
}

/** What a file is to the type of its item; to no type it is a file like any other. */
export const roleOf = (type: ItemType | undefined, fileName: string): FileRole =>
  type?.roleOf(fileName) ?? plainFile
