import { abandonArchive } from '../archives/abandon-archive.ts'
import { archiveFormatOf } from '../archives/archive-format-of.ts'
import { receiveArchive } from '../archives/receive-archive.ts'
import { accessionError, isAccessionError } from '../errors/accession-error.ts'
import type { ArchiveFormat } from '../ports/archive-format.ts'
import { followConfiguration, takePlace } from '../traffic/traffic.ts'
import type { Place } from '../traffic/traffic.ts'
import type { World } from '../world.ts'
import { abandonTransfer } from './abandon-transfer.ts'
import { beginTransfer } from './begin-transfer.ts'
import type { Transfer } from './begin-transfer.ts'
import { checkCapability } from './capability.ts'
import type { Capability } from './capability.ts'
import { finishTransfer } from './finish-transfer.ts'
import { knownBefore } from './known-before.ts'
import { createMeter } from './meter.ts'
import { runTransfer } from './run-transfer.ts'
import { tellOfUpload, uploadOutcome } from './upload-outcome.ts'

/** An upload as a request brings it. */
export interface Upload {
  readonly bytes: AsyncIterable<Uint8Array>
  /** Bytes that the request announced, if it did. */
  readonly length: number | undefined
  /** Aborts when the connection is gone. */
  readonly signal: AbortSignal
}

/**
 * Receives the bytes of one file of an update session; once it resolves they are stored durably and
 * the file is READY. Every other end is an error for the sender: the bytes are gone, and the file
 * is in ERROR where they were wrong, back at WAITING_FOR_TRANSFER where they broke off, and left as
 * it is where the session does not want them any more. An archive becomes its members, or nothing.
 */
export const receiveUpload = async (
  world: World,
  capability: Capability,
  upload: Upload,
): Promise<void> => {
  if (capability.kind !== 'upload')
    throw accessionError('accession.transfer.capability_invalid', [])
  await Promise.all([checkCapability(world, capability), followConfiguration(world)])
  const { ownerId, fileId: id, name } = capability
  const uploading: World = { ...world, work: 'upload' }
  const place = await takePlace(world, name, upload.signal)
  try {
    const transfer = await beginTransfer(uploading, ownerId, { id, name })
    await receive(uploading, transfer, place, upload)
  } finally {
    place.leave()
  }
}

const receive = async (
  world: World,
  transfer: Transfer,
  place: Place,
  upload: Upload,
): Promise<void> => {
  const running = world.metrics.level('accession_transfers_running', { direction: 'upload' })
  const format = archiveFormatOf(transfer.itemType, transfer.file.name)
  running.add(1)
  try {
    await storeBytes(world, transfer, place, upload, format)
    tellOfUpload(world, 'ready')
  } catch (error) {
    const abandon = format ? abandonArchive : abandonTransfer
    await abandon(world, transfer, error)
    const failure = asTransferError(error, transfer.file.name)
    tellOfUpload(world, uploadOutcome(failure))
    throw failure
  } finally {
    running.add(-1)
  }
}

const storeBytes = async (
  world: World,
  transfer: Transfer,
  place: Place,
  upload: Upload,
  format: ArchiveFormat | undefined,
): Promise<void> => {
  const { file, blobId } = transfer
  const meter = createMeter(world, upload, knownBefore(transfer), place)
  if (format) return receiveArchive(world, transfer, format, meter, upload.signal)
  const expectedSize = file.declaredSize ?? upload.length
  await runTransfer(world, transfer, { progress: meter, signal: upload.signal }, async (signal) => {
    await world.blobs.write(blobId, meter.bytes, { expectedSize, signal, disposable: true })
    await finishTransfer(world, transfer, meter)
  })
}

/** What the sender hears: our errors as they are, a broken source as an interruption. */
const asTransferError = (error: unknown, name: string): unknown => {
  if (isAccessionError(error, 'UNABLE_TO_ALLOCATE_RESOURCE'))
    return accessionError('accession.transfer.space_ran_out', [name], { cause: error })
  return error
}
