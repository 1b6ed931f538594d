import { isApiError, type Client } from '@accession/client'
import { getAll } from './get-all.ts'

/** `LIBRARY/ITEM` of each item by its id; one that is gone, or not to be seen any more, has none. */
export const itemPaths = async (
  client: Client,
  itemIds: readonly (string | undefined)[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> => {
  const items = await getAll(known(itemIds), (id) =>
    client.item
      .get({ library_item_id: id }, { signal })
      .then((item) => ({ ...item, id }))
      .catch(unlessHidden),
  )
  const libraryIds = known(items.map(({ library_id }) => library_id))
  const libraries = await getAll(libraryIds, (id) =>
    client.library
      .get({ library_id: id }, { signal })
      .then(({ name }) => [id, name ?? id] as const)
      .catch(unlessHidden),
  )
  const names = new Map(libraries)
  return new Map(
    items.map(({ id, name, library_id: libraryId = '' }) => [
      id,
      `${names.get(libraryId) ?? libraryId}/${name ?? id}`,
    ]),
  )
}

const known = (ids: readonly (string | undefined)[]): readonly string[] => [
  ...new Set(ids.filter((id) => id !== undefined)),
]

const unlessHidden = (error: unknown): undefined => {
  if (!isApiError(error, 'UNAUTHORIZED')) throw error
}
