import { roleOf } from '../item-types/item-type-of.ts'
import type { UpdateSessionFile } from '../ports/entities.ts'
import type { Transfer } from './begin-transfer.ts'
import type { ExpectedDigests } from './running-digests.ts'

/** What is known of a file before its bytes come. */
export interface KnownBefore extends ExpectedDigests, Pick<UpdateSessionFile, 'declaredSize'> {
  /** Bytes after which its item's type refuses it. @default as large as files can be */
  readonly bytesMax?: number
}

/** What a transfer knows of its file before the bytes come: what was declared, and what others say. */
export const knownBefore = ({
  file,
  itemType,
  manifestChecksum,
}: Pick<Transfer, 'file' | 'itemType' | 'manifestChecksum'>): KnownBefore => {
  const { bytesMax } = roleOf(itemType, file.name)
  return { ...file, manifestChecksum, ...(bytesMax !== undefined && { bytesMax }) }
}
