import { accessionError } from '../errors/accession-error.ts'
import { itemTypeOf } from '../item-types/item-type-of.ts'
import type { BlobParts } from '../ports/blob-parts.ts'
import type { World } from '../world.ts'
import { findWanted } from './begin-transfer.ts'
import type { Transfer } from './begin-transfer.ts'
import { checkCapability } from './capability.ts'
import type { Capability } from './capability.ts'

/** An upload in parts that goes on: its transfer, and what the engine calls it. */
export interface PartedTransfer {
  readonly transfer: Transfer
  readonly parts: BlobParts
  readonly upload: string
}

/** What names an upload in parts to its client: the blob it writes, and the engine's own name. */
export const partedUploadId = (blobId: string, upload: string): string => `${blobId}.${upload}`

/** The way in parts, where the engine has one and the capability is good for it. */
export const checkParts = async (world: World, capability: Capability): Promise<BlobParts> => {
  if (capability.kind !== 'upload')
    throw accessionError('accession.transfer.capability_invalid', [])
  await checkCapability(world, capability)
  const { parts } = world.blobs
  if (!parts) throw accessionError('accession.transfer.parts_unsupported', [capability.name])
  return parts
}

/** The upload of that name, while its session and its file still want it. */
export const findPartedTransfer = async (
  world: World,
  capability: Capability,
  uploadId: string,
): Promise<PartedTransfer> => {
  const parts = await checkParts(world, capability)
  const { ownerId, fileId, name } = capability
  const found = await findWanted(world, ownerId, { id: fileId, name })
  const { file, updateSession: session, item, library } = found
  const [blobId = '', upload = ''] = splitOnce(uploadId)
  if (file.transferBlobId !== blobId)
    throw accessionError('accession.transfer.superseded', [file.name])
  const { tokenId } = session
  const transfer = {
    session,
    itemId: item.id,
    libraryId: library.id,
    file,
    blobId,
    tokenId,
    itemType: itemTypeOf(world, found),
    // Parts are not digested as they come: the end asks for it.
    manifestChecksum: null,
  }
  return { transfer, parts, upload }
}

const splitOnce = (text: string): readonly string[] => {
  const end = text.indexOf('.')
  return end === -1 ? [text] : [text.slice(0, end), text.slice(end + 1)]
}
