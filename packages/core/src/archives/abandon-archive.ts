import { change } from '../commit/change.ts'
import { remove, write } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import { putBack } from '../transfers/abandon-transfer.ts'
import type { Transfer } from '../transfers/begin-transfer.ts'
import { dropSessionFiles } from '../update-sessions/drop-session-files.ts'
import { findUpdateSession } from '../update-sessions/load-update-session.ts'
import type { World } from '../world.ts'
import { membersOf } from './members-of.ts'

/**
 * Puts the archive of a broken upload back, where this upload is still the one it waits for, and
 * takes away what it has brought. Never rejects: what fails here is logged, and done by the next
 * upload, or by whatever removes the archive or ends the session.
 */
export const abandonArchive = async (
  world: World,
  { file: begun, blobId, session: { id: session } }: Transfer,
  reason: unknown,
): Promise<void> => {
  try {
    await change(world, async () => {
      const [found, [file], [blob]] = await Promise.all([
        findUpdateSession(world, session),
        world.store.find('updateSessionFile', { where: { id: begun.id }, limit: 1 }),
        world.store.find('blob', { where: { id: blobId }, limit: 1 }),
      ])
      const changes: Change[] = []
      if (blob?.state === 'RECEIVING') changes.push(remove('blob', blob))
      if (found && file?.transferBlobId === blobId) {
        const { updateSession } = found
        const members = await membersOf(world, file)
        changes.push(putBack(file, reason), ...dropSessionFiles(members, world.clock.now()))
        if (members.length > 0) {
          const fileCount = updateSession.fileCount - members.length
          changes.push(write('updateSession', updateSession, { fileCount }))
        }
      }
      return { result: undefined, changes }
    })
    world.sweepSoon()
  } catch (error) {
    world.log.error('transfer.abandon_failed', error, { session })
  }
}
