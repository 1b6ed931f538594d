import { adjust, check, write } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { StoredMessage, UpdateSession, UpdateSessionFile } from '../ports/entities.ts'
import type { Where } from '../ports/store.ts'
import type { World } from '../world.ts'
import { withoutBytes } from './session-file-at.ts'

/** Lets a reference to stored bytes go; without another one they are freed, from now on. */
export const releaseBlob = (blobId: string, now: number): Change =>
  adjust('blob', blobId, { add: { references: -1 }, raise: { dueAt: now } })

/** Frees what a session has received; relies on every file, so that none becomes READY unseen. */
export const releaseSessionFiles = (files: readonly UpdateSessionFile[], now: number): Change[] =>
  files.flatMap((file) => {
    if (file.change === 'REMOVE' || (!file.blobId && !file.transferBlobId))
      return [check('updateSessionFile', file.id, { revision: file.revision })]
    const released = write('updateSessionFile', file, withoutBytes(file))
    return file.blobId ? [released, releaseBlob(file.blobId, now)] : [released]
  })

/**
 * Ends a session without effect on its item: cancelled, failed or expired. Its transfers lose the
 * rows they would have finished in, so that no byte of theirs can reach the item any more.
 */
export const endUpdateSession = (
  { clock, settings }: Pick<World, 'clock' | 'settings'>,
  session: UpdateSession,
  files: readonly UpdateSessionFile[],
  end: { readonly state: 'CANCELED' | 'ERROR'; readonly errorMessage: StoredMessage | null },
  where: Where<'updateSession'> = {},
): Change[] => {
  const now = clock.now()
  const forgetAt = now + settings.sessionRetentionMs
  return [
    write('updateSession', session, { ...end, forgetAt }, { state: 'ACTIVE', ...where }),
    ...releaseSessionFiles(files, now),
  ]
}
