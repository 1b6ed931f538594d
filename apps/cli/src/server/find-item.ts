import type { Client } from '@accession/client'
import type { ItemModel } from '@accession/core/contract'
import { notFoundError, usageError } from '../command-error.ts'
import { findLibrary } from './find-library.ts'
import { isId } from './is-id.ts'

/** An item that was found. */
export type FoundItem = ItemModel & { readonly id: string; readonly name: string }

/** The item that `LIBRARY/ITEM` or an item's id names. */
export const findItem = async (
  client: Client,
  text: string,
  signal: AbortSignal,
): Promise<FoundItem> => {
  const slash = text.indexOf('/')
  if (slash < 0 && isId(text)) return getItem(client, text, signal)
  if (slash < 1 || slash === text.length - 1) {
    throw usageError(`Name an item as LIBRARY/ITEM, or by its id, not ${JSON.stringify(text)}.`)
  }
  const library = await findLibrary(client, text.slice(0, slash), signal)
  const name = text.slice(slash + 1)
  const spec = { library_id: library.id, name }
  const [id] = await client.item.find({ spec }, { signal })
  if (id !== undefined) return getItem(client, id, signal)
  throw notFoundError(
    `Library ${library.name} has no item ${name}: see \`accession item ls ${library.name}\`.`,
  )
}

const getItem = async (client: Client, id: string, signal: AbortSignal): Promise<FoundItem> => {
  const item = await client.item.get({ library_item_id: id }, { signal })
  return { ...item, id, name: item.name ?? id }
}
