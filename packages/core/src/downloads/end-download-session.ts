import { write } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { DownloadSession, DownloadSessionFile, StoredMessage } from '../ports/entities.ts'
import type { Where } from '../ports/store.ts'
import { releaseBlob } from '../update-sessions/end-update-session.ts'
import type { World } from '../world.ts'

/** How a session ends. */
export interface DownloadSessionEnd {
  readonly state: 'CANCELED' | 'ERROR'
  readonly errorMessage: StoredMessage | null
}

/** Ends an ACTIVE session and lets its bytes go, in one commit. */
export const endDownloadSession = (
  { clock, settings }: Pick<World, 'clock' | 'settings'>,
  session: DownloadSession,
  files: readonly DownloadSessionFile[],
  end: DownloadSessionEnd,
  where: Where<'downloadSession'> = {},
): Change[] => {
  const now = clock.now()
  const set = { ...end, forgetAt: now + settings.sessionRetentionMs }
  const written = files
    .filter(({ blobId }) => blobId !== null)
    .map((file) => write('downloadSessionFile', file, { blobId: null }))
  return [
    write('downloadSession', session, set, { state: 'ACTIVE', ...where }),
    ...written,
    ...releaseDownloadFiles(files, now),
  ]
}

/** Lets the bytes of files go that are about to lose their hold on them. */
export const releaseDownloadFiles = (
  files: readonly DownloadSessionFile[],
  now: number,
): Change[] => files.flatMap(({ blobId }) => (blobId === null ? [] : [releaseBlob(blobId, now)]))
