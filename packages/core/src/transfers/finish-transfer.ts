import { change } from '../commit/change.ts'
import { accessionError } from '../errors/accession-error.ts'
import { adjust, check, write } from '../ports/changes.ts'
import { releaseBlob } from '../update-sessions/end-update-session.ts'
import { checkChangeable } from '../update-sessions/load-update-session.ts'
import { whileActive } from '../update-sessions/update-session.ts'
import type { World } from '../world.ts'
import { findWanted } from './begin-transfer.ts'
import type { Transfer } from './begin-transfer.ts'

/**
 * The last step of an upload: the file is READY with the bytes that are stored now. Its commit
 * checks that session and attempt still stand, so that once the session has ended, or the file was
 * added again, no byte of this upload can reach the item.
 */
export const finishTransfer = (
  world: World,
  transfer: Transfer,
  { count: size, digest }: { readonly count: number; readonly digest: string | null },
): Promise<void> =>
  change(world, async () => {
    const { blobId, session } = transfer
    const [found, [blob]] = await Promise.all([
      findWanted(world, session.id, transfer.file),
      world.store.find('blob', { where: { id: blobId }, limit: 1 }),
    ])
    const { file } = found
    if (file.transferBlobId !== blobId)
      throw accessionError('accession.transfer.superseded', [file.name])
    if (blob?.state !== 'RECEIVING')
      throw accessionError('accession.transfer.not_wanted', [file.name])
    const now = world.clock.now()
    const stored = { state: 'STORED', size, digest, references: 1, dueAt: now } as const
    const ready = { status: 'READY', bytesTransferred: size, size, blobId } as const
    return {
      result: undefined,
      changes: [
        check('updateSession', session.id, whileActive(now)),
        ...checkChangeable(found),
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
