import { change } from '../commit/change.ts'
import { accessionError } from '../errors/accession-error.ts'
import { adjust, check, write } from '../ports/changes.ts'
import { releaseBlob } from '../update-sessions/end-update-session.ts'
import { checkChangeable } from '../update-sessions/load-update-session.ts'
import { whileActive } from '../update-sessions/update-session.ts'
import type { World } from '../world.ts'
import { checkArchive, requireArchiveStands } from '../archives/check-archive.ts'
import { findWanted } from './begin-transfer.ts'
import { requireFewRead } from './require-few-read.ts'
import type { Transfer } from './begin-transfer.ts'
import { inspectStored } from './inspect-stored.ts'

/** Bytes that are stored, and have been held against all that was said of them. */
export interface ReceivedBytes {
  readonly count: number
  /** As the blob's row keeps it; null where nobody has digested them. */
  readonly digest: string | null
}

/**
 * The last step of an upload, however its bytes came: the item's type looks into them, then the file
 * is READY with the bytes that are stored now. Its commit checks that session and attempt still
 * stand, so that once the session has ended, or the file was added again, no byte of this upload can
 * reach the item. Throws a content fault where the type refuses them.
 */
export const finishTransfer = async (
  world: World,
  transfer: Transfer,
  { count: size, digest }: ReceivedBytes,
): Promise<void> => {
  const { blobId, session, itemType, manifestChecksum, archive } = transfer
  const { name } = transfer.file
  await requireFewRead(world, itemType, transfer.file)
  const inspection = await inspectStored(world, itemType, { name, blobId, size })
  return change(world, async () => {
    const [found, [blob]] = await Promise.all([
      findWanted(world, session.id, transfer.file),
      world.store.find('blob', { where: { id: blobId }, limit: 1 }),
    ])
    const { file } = found
    if (file.transferBlobId !== blobId)
      throw accessionError('accession.transfer.superseded', [file.name])
    if (archive) await requireArchiveStands(world, archive)
    if (blob?.state !== 'RECEIVING')
      throw accessionError('accession.transfer.not_wanted', [file.name])
    const now = world.clock.now()
    const stored = { state: 'STORED', size, digest, references: 1, dueAt: now } as const
    const ready = {
      status: 'READY',
      bytesTransferred: size,
      size,
      blobId,
      ...(inspection && { inspection }),
      ...(manifestChecksum && { manifestChecksum }),
    } as const
    return {
      result: undefined,
      changes: [
        check('updateSession', session.id, whileActive(now)),
        ...checkChangeable(found),
        ...checkArchive(transfer),
        write('updateSessionFile', file, { ...ready, transferBlobId: null }),
        write('blob', blob, stored),
        // One that the file storage was to receive, had the client sent it there.
        ...(file.blobId ? [releaseBlob(file.blobId, now)] : []),
        adjust('updateSession', session.id, {
          raise: { expiresAt: now + world.settings.sessionTimeoutMs },
        }),
      ],
    }
  })
}
