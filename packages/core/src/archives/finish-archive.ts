import { change } from '../commit/change.ts'
import { accessionError } from '../errors/accession-error.ts'
import { adjust, check, remove, write } from '../ports/changes.ts'
import { findWanted } from '../transfers/begin-transfer.ts'
import type { Transfer } from '../transfers/begin-transfer.ts'
import { checkChangeable } from '../update-sessions/load-update-session.ts'
import { whileActive } from '../update-sessions/update-session.ts'
import type { World } from '../world.ts'
import { requireArchiveWanted } from './require-archive-wanted.ts'

/**
 * The last step of an archive's upload, once all members are READY: so is the archive itself, with
 * its size and without bytes of its own. Until then it keeps its session from completing.
 */
export const finishArchive = (
  world: World,
  { blobId, session, file: begun }: Transfer,
  { count: size }: { readonly count: number },
): Promise<void> =>
  change(world, async () => {
    const [found, [blob]] = await Promise.all([
      findWanted(world, session.id, begun),
      world.store.find('blob', { where: { id: blobId }, limit: 1 }),
    ])
    const { file } = found
    requireArchiveWanted(file, blobId)
    if (blob?.state !== 'RECEIVING')
      throw accessionError('accession.transfer.not_wanted', [file.name])
    const now = world.clock.now()
    const ready = { status: 'READY', bytesTransferred: size, size, transferBlobId: null } as const
    return {
      result: undefined,
      changes: [
        check('updateSession', session.id, whileActive(now)),
        ...checkChangeable(found),
        write('updateSessionFile', file, ready),
        // It stood for the upload; no byte was ever written to it.
        remove('blob', blob),
        adjust('updateSession', session.id, {
          raise: { expiresAt: now + world.settings.sessionTimeoutMs },
        }),
      ],
    }
  })
