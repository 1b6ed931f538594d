import { archiveFormatOf } from '../archives/archive-format-of.ts'
import { roleOf } from '../item-types/item-type-of.ts'
import type { UpdateSessionFile } from '../ports/entities.ts'
import type { Transfer } from './begin-transfer.ts'
import type { ExpectedDigests } from './running-digests.ts'

/** What is known of a file before its bytes come. */
export interface KnownBefore extends ExpectedDigests, Pick<UpdateSessionFile, 'declaredSize'> {
  /** Bytes after which its item's type refuses it. @default as large as files can be */
  readonly bytesMax?: number
  /** Its bytes are not stored as they are: they are digested only where its client has declared a checksum. */
  readonly isUnpacked: boolean
}

/** What a transfer knows of its file before the bytes come: what was declared, and what others say. */
export const knownBefore = ({
  file,
  itemType,
  manifestChecksum,
}: Pick<Transfer, 'file' | 'itemType' | 'manifestChecksum'>): KnownBefore => {
  const { bytesMax } = roleOf(itemType, file.name)
  const isUnpacked = archiveFormatOf(itemType, file.name) !== undefined
  return { ...file, manifestChecksum, isUnpacked, ...(bytesMax !== undefined && { bytesMax }) }
}
