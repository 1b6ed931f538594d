import type { ArchiveFormat } from '../ports/archive-format.ts'
import type { ItemType } from '../ports/item-type.ts'

/**
 * The format of the archive that a file of that name is to the type of its item; undefined for a
 * plain file.
 */
export const archiveFormatOf = (
  type: ItemType | undefined,
  fileName: string,
): ArchiveFormat | undefined => (type?.roleOf(fileName).isArchive ? type.archive : undefined)
