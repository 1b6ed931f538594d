import type { UpdateSessionModel } from '../contract/update-session-model.ts'
import type { WarningBehavior } from '../contract/preview-info.ts'
import { readMessage } from '../messages/stored-message.ts'
import { wireTime } from '../names/wire-time.ts'
import type { UpdateSession } from '../ports/entities.ts'
import type { Settings } from '../settings.ts'
import { errorMessageAt, expiryOf, stateAt } from './update-session.ts'

/** The session as the wire shows it. */
export const updateSessionInfo = (
  session: UpdateSession,
  now: number,
  settings: Settings,
): UpdateSessionModel => {
  const error = errorMessageAt(session, now, settings)
  return {
    id: session.id,
    library_item_id: session.itemId,
    library_item_content_version: String(session.contentVersion),
    state: stateAt(session, now),
    ...(error && { error_message: readMessage(error) }),
    client_progress: session.clientProgress,
    expiration_time: wireTime(expiryOf(session, now, settings)),
    ...(session.warningBehavior && {
      warning_behavior: session.warningBehavior as readonly WarningBehavior[],
    }),
  }
}
