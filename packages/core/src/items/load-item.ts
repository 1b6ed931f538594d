import { accessionError } from '../errors/accession-error.ts'
import { isEntityId } from '../names/entity-id.ts'
import type { Item, Library } from '../ports/entities.ts'
import type { World } from '../world.ts'

/** An item and the library it is in, both alive. */
export interface ItemInLibrary {
  readonly item: Item
  readonly library: Library
}

/** The item of that id; throws `not_found` where it, or its library, is not there or is deleted. */
export const loadItem = async (world: World, id: string): Promise<ItemInLibrary> => {
  const found = await findItem(world, id)
  if (!found) throw accessionError('accession.item.not_found', [id])
  return found
}

const findItem = async (world: World, id: string): Promise<ItemInLibrary | undefined> => {
  if (!isEntityId(id)) return undefined
  const [found] = await world.store.findWith('item', ['library'], { where: { id }, limit: 1 })
  return found && isAlive(found) ? found : undefined
}

/** Whether neither an item nor the library above it is deleted: nothing below is reachable else. */
export const isAlive = ({
  item,
  library,
}: {
  readonly item: Pick<Item, 'deletedAt'>
  readonly library: Pick<Library, 'deletedAt'>
}): boolean => item.deletedAt === null && library.deletedAt === null
