import { archiveFormatOf } from '../archives/archive-format-of.ts'
import { accessionError } from '../errors/accession-error.ts'
import { itemTypeOf } from '../item-types/item-type-of.ts'
import { limits } from '../limits.ts'
import type { ItemType } from '../ports/item-type.ts'
import type { World } from '../world.ts'
import { abandonTransfer } from './abandon-transfer.ts'
import { beginTransfer, findWanted } from './begin-transfer.ts'
import type { Capability } from './capability.ts'
import { checkParts, findPartedTransfer, partedUploadId } from './parted-transfer.ts'

/** How a file is to be sent in parts. */
export interface PartsWanted {
  /** Names the upload from now on. */
  readonly uploadId: string
  /** Bytes of every part but the last. */
  readonly partSize: number
  readonly partsMax: number
}

/**
 * Begins an upload that comes in parts, each by a request of its own; it takes the place of any other
 * of the file. What is known of it is in the catalog and in the engine alone.
 */
export const beginParts = async (world: World, capability: Capability): Promise<PartsWanted> => {
  const parts = await checkParts(world, capability)
  const { ownerId, fileId: id, name } = capability
  refuseArchive(itemTypeOf(world, await findWanted(world, ownerId, { id, name })), name)
  const transfer = await beginTransfer(world, ownerId, { id, name }, limits.partsLeaseMs)
  try {
    // Its item may have got another type since.
    refuseArchive(transfer.itemType, name)
    const upload = await parts.begin(transfer.blobId)
    const { partsMax } = parts
    const partSize = parts.partSize(transfer.file.declaredSize)
    return { uploadId: partedUploadId(transfer.blobId, upload), partSize, partsMax }
  } catch (error) {
    await abandonTransfer(world, transfer, error)
    throw error
  }
}

const refuseArchive = (type: ItemType | undefined, name: string): void => {
  if (archiveFormatOf(type, name))
    throw accessionError('accession.transfer.archive_in_parts', [name])
}

/** Gives an upload in parts up: its bytes are freed, its file waits for another. */
export const abandonParts = async (
  world: World,
  capability: Capability,
  uploadId: string,
): Promise<void> => {
  const { transfer } = await findPartedTransfer(world, capability, uploadId)
  await abandonTransfer(world, transfer, undefined)
}
