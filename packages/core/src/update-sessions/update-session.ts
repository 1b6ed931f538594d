import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { readMessage, storedMessage } from '../messages/stored-message.ts'
import { wireTime } from '../names/wire-time.ts'
import type { StoredMessage, UpdateSession, UpdateSessionState } from '../ports/entities.ts'
import type { Where } from '../ports/store.ts'
import type { Settings } from '../settings.ts'

/** Whether the session has run out: swept or not, it counts as ended from then on. */
export const isExpired = (session: UpdateSession, now: number): boolean =>
  session.state === 'ACTIVE' && session.expiresAt <= now

/**
 * When a session that nobody uses expires at the earliest: never sooner than was told. One with pulls
 * is kept longer than it tells, and from their end on has its whole time again.
 */
export const expiryOf = (
  { expiresAt, forgetAt }: UpdateSession,
  now: number,
  { sessionTimeoutMs, sessionRetentionMs }: Settings,
): number => {
  const usedAt = forgetAt === null ? now : forgetAt - sessionRetentionMs
  const told = usedAt + sessionTimeoutMs
  // A little later is a node whose clock is ahead of this one's: all nodes tell the same then.
  return expiresAt > told + limits.clockSkewMs ? told : expiresAt
}

/** Throws where a session is only waiting for its last pull to complete, and takes no changes any more. */
export const refuseCompleting = (
  { id, completingUser }: UpdateSession,
  operation: string,
): void => {
  if (completingUser === null) return
  throw accessionError('accession.update_session.completing', [operation, id])
}

/** The state that counts: an ACTIVE session past its expiry is in ERROR. */
export const stateAt = (session: UpdateSession, now: number): UpdateSessionState =>
  isExpired(session, now) ? 'ERROR' : session.state

/** Why a session that nobody used has ended. */
export const expiredMessage = (session: UpdateSession, settings: Settings): StoredMessage =>
  storedMessage('accession.update_session.expired', [
    settings.sessionTimeoutMs / 1000,
    wireTime(session.expiresAt),
  ])

/** Why the session is in ERROR, as it counts now; null in every other state. */
export const errorMessageAt = (
  session: UpdateSession,
  now: number,
  settings: Settings,
): StoredMessage | null =>
  isExpired(session, now) ? expiredMessage(session, settings) : session.errorMessage

/** Throws NOT_ALLOWED_IN_CURRENT_STATE, with the reason, unless the session is ACTIVE. */
export const requireActive = (
  session: UpdateSession,
  operation: string,
  now: number,
  settings: Settings,
): void => {
  const state = stateAt(session, now)
  if (state === 'ACTIVE') return
  const reason = readMessage(
    errorMessageAt(session, now, settings) ??
      storedMessage(
        state === 'DONE' ? 'accession.update_session.done' : 'accession.update_session.canceled',
        [],
      ),
  )
  const args = [operation, state, reason.default_message] as const
  throw accessionError('accession.update_session.not_active', args)
}

/** What a row holds while its session is ACTIVE and has not run out. */
export const whileActive = (now: number): Where<'updateSession'> => ({
  state: 'ACTIVE',
  expiresAt: { moreThan: now },
})
