import { accessionError } from '../errors/accession-error.ts'
import { readMessage, storedMessage } from '../messages/stored-message.ts'
import { wireTime } from '../names/wire-time.ts'
import type { DownloadSession, DownloadSessionState, StoredMessage } from '../ports/entities.ts'
import type { Where } from '../ports/store.ts'
import type { Settings } from '../settings.ts'
import type { World } from '../world.ts'

/** Whether the session has run out: swept or not, it counts as ended from then on. */
const isDownloadExpired = (session: DownloadSession, now: number): boolean =>
  session.state === 'ACTIVE' && session.expiresAt <= now

/** The state that counts: an ACTIVE session past its expiry is in ERROR. */
export const downloadStateAt = (session: DownloadSession, now: number): DownloadSessionState =>
  isDownloadExpired(session, now) ? 'ERROR' : session.state

/** Why a session that nobody used has ended. */
export const downloadExpiredMessage = (
  { expiresAt }: DownloadSession,
  { sessionTimeoutMs }: Settings,
): StoredMessage =>
  storedMessage('accession.download_session.expired', [
    sessionTimeoutMs / 1000,
    wireTime(expiresAt),
  ])

/** Why the session is in ERROR, as it counts now; null in every other state. */
export const downloadErrorAt = (
  session: DownloadSession,
  now: number,
  settings: Settings,
): StoredMessage | null =>
  isDownloadExpired(session, now) ? downloadExpiredMessage(session, settings) : session.errorMessage

/** Throws `not_allowed_in_current_state`, with the reason, unless the session is ACTIVE. */
export const requireActiveDownload = (
  { clock, settings }: World,
  session: DownloadSession,
  operation: string,
): void => {
  const state = downloadStateAt(session, clock.now())
  if (state === 'ACTIVE') return
  const canceled = storedMessage('accession.download_session.canceled', [])
  const reason = readMessage(downloadErrorAt(session, clock.now(), settings) ?? canceled)
  const args = [operation, state, reason.default_message] as const
  throw accessionError('accession.download_session.not_active', args)
}

/** What a row holds while its session is ACTIVE and has not run out. */
export const whileActive = ({ clock }: World): Where<'downloadSession'> => ({
  state: 'ACTIVE',
  expiresAt: { moreThan: clock.now() },
})
