import type { Client } from '@accession/client'
import type { ItemModel } from '@accession/core/contract'
import { notFoundError, usageError } from '../command-error.ts'
import { searchLibrary, type FoundLibrary } from './find-library.ts'
import { isId } from './is-id.ts'
import { readPath, type ItemPath } from './item-path.ts'

/** An item that was found. */
export type FoundItem = ItemModel & { readonly id: string; readonly name: string }

/**
 * The item that `LIBRARY/ITEM` or an item's id names. Names may hold slashes too: every way to read
 * the text is tried, and where several name an item, it is refused.
 */
export const findItem = async (
  client: Client,
  text: string,
  signal: AbortSignal,
): Promise<FoundItem> => {
  if (!text.includes('/') && isId(text)) return getItem(client, text, signal)
  const paths = readPath(text)
  if (paths.length === 0) {
    throw usageError(`Name an item as LIBRARY/ITEM, or by its id, not ${JSON.stringify(text)}.`)
  }
  const tried: Tried[] = []
  for (const path of paths) tried.push(await tryPath(client, path, signal))
  const [id, ...others] = tried.flatMap((one) => one.ids)
  if (id === undefined) throw nothingNamed(tried)
  if (others.length === 0) return getItem(client, id, signal)
  throw usageError(
    `${text} names ${others.length + 1} items, read with one slash or another: name one by its id, ${[id, ...others].join(' or ')}.`,
  )
}

/** A way to read the text, and what was found by it. */
interface Tried extends ItemPath {
  readonly found: FoundLibrary | undefined
  readonly ids: readonly string[]
}

const tryPath = async (client: Client, path: ItemPath, signal: AbortSignal): Promise<Tried> => {
  const found = await searchLibrary(client, path.library, signal)
  if (!found) return { ...path, found, ids: [] }
  const spec = { library_id: found.id, name: path.item }
  return { ...path, found, ids: await client.item.find({ spec }, { signal }) }
}

const nothingNamed = (tried: readonly Tried[]): Error => {
  const near = tried.find(({ found }) => found)
  if (near?.found) {
    const { name } = near.found
    return notFoundError(
      `Library ${name} has no item ${near.item}: see \`accession item ls ${name}\`.`,
    )
  }
  const names = tried.map(({ library }) => library).join(' or ')
  return notFoundError(
    `There is no library ${names}: see \`accession library ls\`, or create it with \`accession library create\`.`,
  )
}

const getItem = async (client: Client, id: string, signal: AbortSignal): Promise<FoundItem> => {
  const item = await client.item.get({ library_item_id: id }, { signal })
  return { ...item, id, name: item.name ?? id }
}
