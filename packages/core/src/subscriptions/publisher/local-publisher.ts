import { accessionError } from '../../errors/accession-error.ts'
import { limits } from '../../limits.ts'
import type { Item, ItemFile, Library, SeenLibrary } from '../../ports/entities.ts'
import { isPublished } from '../../publishing/publisher.ts'
import type { World } from '../../world.ts'
import type { ItemDocument } from '../vcsp/read-item.ts'
import type { ItemsDocument } from '../vcsp/read-items-document.ts'
import type { PublishedLibrary } from './look-at-publisher.ts'

/** What stands for the address of a file whose bytes are here already, under that blob. */
const blobUrl = (blobId: string): string => `blob:${blobId}`

/** The blob that such an address names. */
export const blobOf = (url: string): string => url.slice(blobUrl('').length)

/**
 * Looks at a published library of this catalog; undefined where it is at the version that was seen.
 * Throws RESOURCE_INACCESSIBLE where it is not there, or not published any more.
 */
export const lookAtLocal = async (
  world: World,
  publisherId: string,
  seen: SeenLibrary | null,
): Promise<PublishedLibrary | undefined> => {
  const { id, name, version } = await requirePublished(world, publisherId)
  if (seen?.id === id && seen.version === String(version)) return undefined
  return { id, name, version: String(version), etag: null, itemsUrl: '' }
}

const requirePublished = async ({ store }: World, id: string): Promise<Library> => {
  const [library] = await store.find('library', { where: { id, deletedAt: null }, limit: 1 })
  if (library && isPublished(library)) return library
  throw accessionError('accession.subscription.publisher_gone', [id])
}

/**
 * All items of a published library of this catalog, as its `items.json` would tell of them. Throws
 * RESOURCE_INACCESSIBLE where it is not published any more: one that is deleted loses its items bit by
 * bit, and its subscribers are to keep theirs.
 */
export const listLocal = async (world: World, publisherId: string): Promise<ItemsDocument> => {
  const items: ItemDocument[] = []
  for (let after = ''; ;) {
    const page = await world.store.find('item', {
      where: { libraryId: publisherId, id: { moreThan: after } },
      limit: limits.itemsLookedAtOnce,
    })
    items.push(...(await withFiles(world, page)))
    if (page.length < limits.itemsLookedAtOnce) break
    after = page.at(-1)?.id ?? after
  }
  await requirePublished(world, publisherId)
  return { items, refused: [] }
}

/** One of them. */
export const findLocalItem = async (
  world: World,
  publisherId: string,
  id: string,
): Promise<ItemDocument | undefined> => {
  await requirePublished(world, publisherId)
  const where = { id, libraryId: publisherId }
  const [found] = await withFiles(world, await world.store.find('item', { where, limit: 1 }))
  return found
}

const withFiles = async (world: World, items: readonly Item[]): Promise<ItemDocument[]> => {
  const living = items.filter(({ deletedAt }) => deletedAt === null)
  const files = await loadFiles(world, living)
  return living.map((item) => ({
    id: item.id,
    name: item.name,
    description: item.description,
    type: item.itemType,
    version: String(item.version),
    contentVersion: String(item.contentVersion),
    createdAt: item.createdAt,
    selfUrl: null,
    files: (files.get(item.id) ?? []).flatMap(({ name, size, version, blobId }) =>
      blobId === null ? [] : [{ name, size, etag: String(version), url: blobUrl(blobId) }],
    ),
  }))
}

/** As few items at once as cannot have more files than a query answers. */
const itemsAtOnce = 20

const loadFiles = async (
  { store }: World,
  items: readonly Item[],
): Promise<ReadonlyMap<string, ItemFile[]>> => {
  const byItem = new Map<string, ItemFile[]>()
  for (let start = 0; start < items.length; start += itemsAtOnce) {
    const among = items.slice(start, start + itemsAtOnce).map(({ id }) => id)
    const limit = itemsAtOnce * limits.filesPerItemMax
    const files = await store.find('itemFile', {
      where: { itemId: { among }, until: null },
      orderBy: 'name',
      limit,
    })
    for (const file of files) byItem.set(file.itemId, [...(byItem.get(file.itemId) ?? []), file])
  }
  return byItem
}
