import { change } from '../commit/change.ts'
import { write } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { StoredMessage, UpdateSessionFile } from '../ports/entities.ts'
import { claimBlob, freeBlobs } from '../upkeep/free-blobs.ts'
import type { World } from '../world.ts'
import type { Transfer } from './begin-transfer.ts'
import { isContentFault } from './content-fault.ts'

/**
 * Puts the file of a broken upload back, where this upload is still the one it waits for, and frees
 * what was stored, also where its row is gone by now: an upload taken for dead may have gone on.
 * Never rejects: what fails here is logged, and the sweep does it once the
 * upload's lease has run out.
 */
export const abandonTransfer = async (
  world: World,
  transfer: Transfer,
  reason: unknown,
): Promise<void> => {
  const { file, blobId, session } = transfer
  try {
    const ours = await change(world, async () => {
      const [[row], [blob]] = await Promise.all([
        world.store.find('updateSessionFile', { where: { id: file.id }, limit: 1 }),
        world.store.find('blob', { where: { id: blobId }, limit: 1 }),
      ])
      const changes: Change[] = []
      if (row?.transferBlobId === blobId) changes.push(putBack(row, reason))
      if (blob?.state !== 'RECEIVING') return { result: blob, changes }
      const claim = claimBlob(blob, world.clock.now())
      return { result: claim.claimed, changes: [...changes, claim.change] }
    })
    if (!ours) await world.blobs.delete([blobId])
    else if (ours.state === 'FREEING') await freeBlobs(world, [ours])
  } catch (error) {
    world.log.error('transfer.abandon_failed', error, { session: session.id })
  }
}

/** The file waits for another upload; in ERROR where the content itself was at fault. */
export const putBack = (file: UpdateSessionFile, reason: unknown): Change => {
  const errorMessage = messageOf(reason)
  return write('updateSessionFile', file, {
    status: errorMessage ? 'ERROR' : 'WAITING_FOR_TRANSFER',
    errorMessage,
    bytesTransferred: 0,
    transferBlobId: null,
  })
}

const messageOf = (reason: unknown): StoredMessage | null =>
  isContentFault(reason) ? { id: reason.id, args: reason.args } : null
