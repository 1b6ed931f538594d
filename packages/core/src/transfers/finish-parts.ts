import { accessionError, isAccessionError } from '../errors/accession-error.ts'
import { chunksOf } from '../ports/chunks-of.ts'
import type { World } from '../world.ts'
import { abandonTransfer } from './abandon-transfer.ts'
import type { Transfer } from './begin-transfer.ts'
import type { Capability } from './capability.ts'
import { finishTransfer } from './finish-transfer.ts'
import { findPartedTransfer } from './parted-transfer.ts'
import { runTransfer } from './run-transfer.ts'
import { createRunningDigests } from './running-digests.ts'
import { findManifestChecksum } from './transfer-type.ts'
import { tellOfUpload, uploadOutcome } from './upload-outcome.ts'

/** The end of an upload in parts as a request asks for it. */
export interface PartsEnd {
  readonly uploadId: string
  /** What stands for each part, in their order. */
  readonly tags: readonly string[]
  /** Aborts when the connection is gone. */
  readonly signal: AbortSignal
}

/**
 * Makes the parts the file: once it resolves they are stored as one and the file is READY. A checksum
 * that is known before is that of the whole, so the whole is read once more. Wrong bytes end the upload, as they
 * would in one request; after any other failure the same can be asked again.
 */
export const finishParts = async (
  world: World,
  capability: Capability,
  { uploadId, tags, signal }: PartsEnd,
): Promise<void> => {
  const found = await findPartedTransfer(world, capability, uploadId)
  const { transfer, parts, upload } = found
  const { file, blobId } = transfer
  if (tags.length === 0 || tags.length > parts.partsMax)
    throw accessionError('accession.transfer.parts_differ', [file.name])
  try {
    const size = await parts.complete(blobId, upload, tags).catch((error: unknown) => {
      if (!isAccessionError(error, 'INVALID_ARGUMENT')) throw error
      throw accessionError('accession.transfer.parts_differ', [file.name], { cause: error })
    })
    const { itemType } = transfer
    const manifestChecksum = await findManifestChecksum(world, itemType, file)
    const whole = { ...transfer, manifestChecksum }
    const digest = await digestOfWhole(world, whole, size, signal)
    await finishTransfer(world, whole, { count: size, digest })
    tellOfUpload(world, 'ready')
  } catch (error) {
    if (!isAgain(error)) {
      await abandonTransfer(world, transfer, error)
      tellOfUpload(world, uploadOutcome(error))
    }
    throw error
  }
}

/** Whether the upload is as it was, and its end can be asked for again. */
const isAgain = (error: unknown): boolean =>
  isAccessionError(error, 'SERVICE_UNAVAILABLE') ||
  (isAccessionError(error) &&
    ['accession.transfer.parts_differ', 'accession.transfer.interrupted'].includes(error.id))

/** Holds the whole against what was said of it; where nobody told a checksum it is not read. */
const digestOfWhole = async (
  world: World,
  transfer: Transfer,
  size: number,
  signal: AbortSignal,
): Promise<string | null> => {
  const { file, blobId, manifestChecksum } = transfer
  const { name, declaredSize, declaredChecksum } = file
  if (declaredSize !== null && size !== declaredSize)
    throw accessionError('accession.transfer.size_mismatch', [name, declaredSize, size])
  if (!declaredChecksum && !manifestChecksum) return null
  const digests = createRunningDigests(world.hashing, { name, declaredChecksum, manifestChecksum })
  const progress = { count: 0 }
  await runTransfer(world, transfer, { progress, signal }, async (stopped) => {
    for await (const chunk of chunksOf(await world.blobs.read(blobId))) {
      stopped.throwIfAborted()
      await digests.update(chunk)
      progress.count += chunk.byteLength
    }
  })
  return digests.check()
}
