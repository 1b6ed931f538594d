import { isUnpacked } from '../archives/is-unpacked.ts'
import type { Checksum, ItemFile, PlainData, UpdateSessionFile } from '../ports/entities.ts'
import type { ItemType, JudgedFile } from '../ports/item-type.ts'

/** What an update session does to files of an item, and the files that the item has. */
export interface ChangedItem {
  readonly changed: readonly UpdateSessionFile[]
  readonly current: readonly ItemFile[]
}

/** What the bytes of files have shown just now, and no row keeps, by their names. */
export interface Learned {
  readonly checksums: ReadonlyMap<string, Checksum>
  readonly inspections: ReadonlyMap<string, PlainData>
}

/**
 * The files that stay as they are. What a type would not keep is not among them: an item that was
 * filled before its type was known here may have some, and what they say has been checked by others.
 */
export const untouchedFiles = (
  type: ItemType,
  { changed, current }: ChangedItem,
): readonly ItemFile[] => {
  const names = new Set(changed.map(({ name }) => name))
  return current.filter(({ name }) => !names.has(name) && type.roleOf(name).isKept)
}

/** The files of the item as it would be, and what comes only to be checked; of an archive its members are. */
export const judgedFiles = (
  type: ItemType,
  item: ChangedItem,
  { checksums, inspections }: Learned,
): readonly JudgedFile[] => [
  ...item.changed
    .filter((file) => file.change === 'ADD' && !isUnpacked(file))
    .map((file) => comingFile(file, inspections.get(file.name) ?? null)),
  ...untouchedFiles(type, item).map(({ name, size, checksum }) => ({
    name,
    size,
    isNew: false,
    inspection: inspections.get(name) ?? null,
    digests: [checksum, checksums.get(name)].filter((known) => known != null),
  })),
]

const comingFile = (file: UpdateSessionFile, learned: PlainData | null): JudgedFile => {
  const { name, status, size, declaredChecksum, manifestChecksum } = file
  if (status !== 'READY') return { name, size: null, isNew: true, inspection: null, digests: [] }
  const digests = [declaredChecksum, manifestChecksum].filter((known) => known !== null)
  return { name, size, isNew: true, inspection: file.inspection ?? learned, digests }
}
