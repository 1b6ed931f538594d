import { limits } from '../../limits.ts'
import { foldName } from '../../names/fold-name.ts'
import { compareScalars } from '../../ports/conditions.ts'
import { readId } from './read-id.ts'
import { readItem } from './read-item.ts'
import type { ItemDocument, RefusedItem } from './read-item.ts'
import { isFields, readJson } from './read-json.ts'
import { refusedDocument } from './refused-document.ts'

/** What a publisher offers: items that can be taken over, and those that cannot. */
export interface ItemsDocument {
  /** In the order of their ids, as a store orders texts. */
  readonly items: readonly ItemDocument[]
  readonly refused: readonly RefusedItem[]
}

/**
 * Reads an `items.json`. An item whose name, sizes or addresses are not to be trusted is refused by
 * itself, with the reason; of two with one name both are. Throws
 * `accession.subscription.document_refused` where it cannot be told which items there are.
 */
export const readItemsDocument = (bytes: Uint8Array, libraryUrl: string): ItemsDocument => {
  const { items } = readJson('items.json', bytes)
  if (!Array.isArray(items)) throw refusedDocument('items.json', 'its items are no list')
  if (items.length > limits.itemsSynchronizedMax) {
    const reason = `it has ${items.length} items: ${limits.itemsSynchronizedMax} are taken`
    throw refusedDocument('items.json', reason)
  }
  const read = items.map((value: unknown, index) => {
    const id = isFields(value) ? readId(value['id']) : undefined
    if (!isFields(value) || id === undefined)
      throw refusedDocument('items.json', `item ${index + 1} has no id`)
    return { id, ...readItem(id, value, libraryUrl) }
  })
  const ids = new Set(read.map(({ id }) => id))
  if (ids.size < read.length) throw refusedDocument('items.json', 'two items have the same id')
  const refused = read.flatMap((one) => ('refused' in one ? [one.refused] : []))
  const taken = read.flatMap((one) => ('item' in one ? [one.item] : []))
  const named = new Map<string, number>()
  for (const { name } of taken) named.set(foldName(name), (named.get(foldName(name)) ?? 0) + 1)
  const isAlone = ({ name }: ItemDocument): boolean => named.get(foldName(name)) === 1
  const reason = 'another item has the same name'
  return {
    items: taken.filter(isAlone).toSorted((a, b) => compareScalars(a.id, b.id)),
    refused: [
      ...refused,
      ...taken
        .filter((item) => !isAlone(item))
        .map(({ id, name }): RefusedItem => ({ id, name, reason })),
    ],
  }
}

/**
 * Reads an `item.json`, which repeats the item of `items.json`; undefined where it tells of another
 * item. Throws `accession.subscription.document_refused` for what is none, or refused.
 */
export const readItemDocument = (
  bytes: Uint8Array,
  libraryUrl: string,
  id: string,
): ItemDocument | undefined => {
  const fields = readJson('item.json', bytes)
  if (readId(fields['id']) !== id) return undefined
  const read = readItem(id, fields, libraryUrl)
  if ('refused' in read) throw refusedDocument('item.json', read.refused.reason)
  return read.item
}
