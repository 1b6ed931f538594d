import { accessionError } from '../errors/accession-error.ts'
import { findNamedLibrary } from '../libraries/find-named-library.ts'
import { foldName } from '../names/fold-name.ts'
import { isPlainText } from '../names/is-plain-text.ts'
import type { Item } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { loadItem } from './load-item.ts'

/** The item of that id, or called `LIBRARY/ITEM`. */
export const findNamedItem = async (world: World, text: string): Promise<Item> => {
  const slash = text.indexOf('/')
  if (slash < 0) return (await loadItem(world, text)).item
  const library = await findNamedLibrary(world, text.slice(0, slash))
  const name = text.slice(slash + 1)
  if (!isPlainText(name)) throw accessionError('accession.item.not_found', [text])
  const where = { libraryId: library.id, nameKey: foldName(name), deletedAt: null }
  const [item] = await world.store.find('item', { where, limit: 1 })
  if (!item) throw accessionError('accession.item.not_found', [text])
  return item
}
