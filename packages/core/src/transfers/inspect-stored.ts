import { accessionError, isAccessionError } from '../errors/accession-error.ts'
import { roleOf } from '../item-types/item-type-of.ts'
import type { PlainData } from '../ports/entities.ts'
import type { ItemType } from '../ports/item-type.ts'
import type { World } from '../world.ts'
import { contentFault } from './content-fault.ts'

/** Bytes that are stored, under the name that they are to have in the item. */
export interface StoredBytes {
  readonly name: string
  readonly blobId: string
  /** Bytes. */
  readonly size: number
}

/**
 * What the item's type reads in a file whose bytes are stored; null where it reads nothing, and then
 * nothing is read. Throws a content fault where the file is not what its name says.
 */
export const inspectStored = async (
  { blobs }: Pick<World, 'blobs'>,
  type: ItemType | undefined,
  { name, blobId, size }: StoredBytes,
): Promise<PlainData | null> => {
  if (!type) return null
  const { bytesMax, isInspected } = roleOf(type, name)
  if (bytesMax !== undefined && size > bytesMax)
    throw accessionError('accession.transfer.too_large', [name, bytesMax])
  if (!isInspected) return null
  try {
    return await type.inspect({ name, size, read: (range) => blobs.read(blobId, range) })
  } catch (error) {
    throw isAccessionError(error, 'INVALID_ARGUMENT') ? contentFault(error) : error
  }
}
