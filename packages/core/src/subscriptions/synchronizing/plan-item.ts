import { loadItemFiles } from '../../items/load-item-files.ts'
import type { FetchedFile, FileSource, Item, ItemFile } from '../../ports/entities.ts'
import type { World } from '../../world.ts'
import type { FileDocument } from '../vcsp/read-file.ts'
import type { ItemDocument } from '../vcsp/read-item.ts'
import { loadFetchedFiles } from './fetched-files.ts'

/** An item as its publisher has it, and how far it is wanted here. */
export interface WantedItem {
  readonly libraryId: string
  readonly entry: ItemDocument
  /** Also the bytes of its files; else only of those that are here and the same. */
  readonly wantsContent: boolean
}

/** A file as the publisher has it, and what there is of it here. */
export interface PlannedFile {
  readonly document: FileDocument
  readonly source: FileSource
  /** The file of that name that the item has now. */
  readonly current: ItemFile | undefined
  /** Whether that is the publisher's. */
  readonly isSame: boolean
  /** Bytes that were fetched for it and wait. */
  readonly fetched: FetchedFile | undefined
}

/** What is to be done for an item to be as its publisher has it. */
export interface ItemPlan {
  /** Undefined while there is none. */
  readonly item: Item | undefined
  readonly files: readonly PlannedFile[]
  /** Files that the publisher has no more. */
  readonly leaving: readonly ItemFile[]
  /** What was fetched and fits no file any more. */
  readonly useless: readonly FetchedFile[]
  readonly toFetch: readonly FileDocument[]
}

/** Compares an item and its files with what the publisher has, as it is now. */
export const planItem = async (
  world: World,
  { libraryId, entry, wantsContent }: WantedItem,
): Promise<ItemPlan> => {
  const where = { libraryId, sourceId: entry.id, deletedAt: null }
  const [item] = await world.store.find('item', { where, limit: 1 })
  const [current, fetched] = await Promise.all([
    item ? loadItemFiles(world, item.id) : [],
    loadFetchedFiles(world, libraryId, entry.id),
  ])
  const files = entry.files.map((file): PlannedFile => {
    const source = { url: file.url, etag: etagOf(entry, file) }
    const isLike = (one: ItemFile | FetchedFile): boolean =>
      one.name === file.name && one.size === file.size && one.source?.etag === source.etag
    const known = current.find(({ name }) => name === file.name)
    return {
      document: { ...file, etag: source.etag },
      source,
      current: known,
      isSame: known !== undefined && isLike(known),
      fetched: fetched.find(isLike),
    }
  })
  const names = new Set(files.map(({ document }) => document.name))
  const useful = new Set(files.map((file) => file.fetched?.id))
  return {
    item,
    files,
    leaving: current.filter(({ name }) => !names.has(name)),
    useless: fetched.filter(({ id }) => !useful.has(id)),
    toFetch: files
      .filter((file) => wantsContent && !hasBytes(file))
      .map(({ document }) => document),
  }
}

/** Whether the publisher's bytes of a file are here. */
export const hasBytes = ({ isSame, current, fetched }: PlannedFile): boolean =>
  fetched !== undefined || (isSame && current?.blobId !== null)

/** Where the publisher tells no files apart, those of another version of the item are others. */
const etagOf = ({ version, contentVersion }: ItemDocument, { etag }: FileDocument): string | null =>
  etag ?? (version === null ? contentVersion : `${version}/${contentVersion ?? ''}`)
