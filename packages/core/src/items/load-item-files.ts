import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { isPlainText } from '../names/is-plain-text.ts'
import type { ItemFile } from '../ports/entities.ts'
import type { World } from '../world.ts'

/** The files of an item as last completed, by name. */
export const loadItemFiles = ({ store }: World, itemId: string): Promise<ItemFile[]> =>
  store.find('itemFile', {
    where: { itemId, until: null },
    orderBy: 'name',
    limit: limits.filesPerItemMax,
  })

/** The file of that name; throws `not_found` where the item has none now. */
export const loadItemFile = async (
  { store }: World,
  itemId: string,
  name: string,
): Promise<ItemFile> => {
  const where = { itemId, name, until: null }
  const [file] = isPlainText(name) ? await store.find('itemFile', { where, limit: 1 }) : []
  if (!file) throw accessionError('accession.item.file_not_found', [name, itemId])
  return file
}
