import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { adjust, check } from '../ports/changes.ts'
import { createHeldTime } from '../traffic/held-time.ts'
import { takePlace } from '../traffic/traffic.ts'
import { checkChangeable } from '../update-sessions/load-update-session.ts'
import { whileActive } from '../update-sessions/update-session.ts'
import type { World } from '../world.ts'
import { findWanted } from './begin-transfer.ts'
import type { Transfer } from './begin-transfer.ts'
import type { Capability } from './capability.ts'
import { findPartedTransfer } from './parted-transfer.ts'
import type { PartedTransfer } from './parted-transfer.ts'
import type { Upload } from './receive-upload.ts'
import { runTransfer } from './run-transfer.ts'

/** A part as a request brings it. */
export interface PartUpload extends Upload {
  readonly uploadId: string
  /** Counted from 1. */
  readonly number: number
}

/**
 * Stores one part of an upload, and answers the tag that stands for it at the end. A part that fails
 * can be sent again; the upload goes on.
 */
export const receivePart = async (
  world: World,
  capability: Capability,
  part: PartUpload,
): Promise<string> => {
  const found = await findPartedTransfer(world, capability, part.uploadId)
  const { transfer, parts, upload } = found
  const size = checkedSize(found, part)
  const partSize = parts.partSize(transfer.file.declaredSize)
  const received = world.metrics.counter('accession_transfer_bytes_total', { direction: 'upload' })
  const place = await takePlace(world, transfer.file.name, part.signal)
  const held = createHeldTime(world.metrics)
  const progress = {
    count: (part.number - 1) * partSize,
    get heldMs() {
      return held.ms()
    },
  }
  const count = async function* (): AsyncGenerator<Uint8Array> {
    let left = size
    for await (const chunk of part.bytes) {
      left -= chunk.byteLength
      progress.count += chunk.byteLength
      received.add(chunk.byteLength)
      const passing = place.pass(chunk.byteLength)
      if (passing) await held.during(passing)
      yield chunk
    }
    if (left === 0) return
    throw accessionError('accession.transfer.interrupted', [transfer.file.name, size - left])
  }
  const { number } = part
  const work = async (signal: AbortSignal): Promise<string> => {
    const bytes = count()
    const tag = await parts.write(transfer.blobId, upload, { number, bytes, size, signal })
    await tellOfPart(world, transfer, progress.count)
    return tag
  }
  try {
    return await runTransfer(world, transfer, { progress, signal: part.signal }, work)
  } finally {
    place.leave()
  }
}

const checkedSize = ({ transfer, parts }: PartedTransfer, part: PartUpload): number => {
  const { name, declaredSize } = transfer.file
  const partSize = parts.partSize(declaredSize)
  const { number, length } = part
  if (length === undefined)
    throw accessionError('accession.transfer.part_size_unknown', [name, number])
  const wanted =
    declaredSize === null ? undefined : Math.min(partSize, declaredSize - (number - 1) * partSize)
  const isRight =
    Number.isInteger(number) &&
    number >= 1 &&
    number <= parts.partsMax &&
    length > 0 &&
    (wanted === undefined ? length <= partSize : length === wanted)
  if (isRight) return length
  throw accessionError('accession.transfer.part_wrong', [name, number, parts.partsMax, partSize])
}

/** Relies on the upload being wanted, tells how far it is, and gives it time for the next part. */
const tellOfPart = async (
  world: World,
  { session, file, blobId, itemId, libraryId }: Transfer,
  bytesTransferred: number,
): Promise<void> => {
  const now = world.clock.now()
  const { outcome } = await world.store.commit([
    check('updateSession', session.id, whileActive(now)),
    adjust('updateSession', session.id, {
      raise: { expiresAt: now + world.settings.sessionTimeoutMs },
    }),
    ...checkChangeable({ item: { id: itemId }, library: { id: libraryId } }),
    adjust('updateSessionFile', file.id, {
      raise: { bytesTransferred },
      where: { transferBlobId: blobId },
    }),
    adjust('blob', blobId, {
      raise: { dueAt: now + limits.partsLeaseMs },
      where: { state: 'RECEIVING' },
    }),
  ])
  if (outcome === 'committed') return
  await findWanted(world, session.id, file)
  throw accessionError('accession.transfer.not_wanted', [file.name])
}
