import { isApiError } from './api-error.ts'
import { isGone } from './is-gone.ts'
import type { UploadClient } from './upload-item.ts'

/** What a failed upload could not take back. */
export interface LeftBehind {
  readonly itemId?: string | undefined
  readonly sessionId?: string | undefined
  /** Why it is still there. */
  readonly error: unknown
}

const timeoutMs = 10_000

/** Takes back what an upload made: its session, and the item when the upload created it. */
export const undoUpload = async (
  client: UploadClient,
  { itemId, sessionId }: { readonly itemId?: string; readonly sessionId?: string },
  onLeftBehind: ((left: LeftBehind) => void) | undefined,
): Promise<void> => {
  // The caller's signal has often fired by now: taking back has a time-out of its own instead.
  const options = { timeoutMs }
  if (sessionId !== undefined) {
    const session = { update_session_id: sessionId }
    try {
      await unlessEnded(client.updateSession.cancel(session, options))
      await unlessGone(client.updateSession.delete(session, options))
    } catch (error) {
      onLeftBehind?.({ sessionId, error })
    }
  }
  if (itemId !== undefined) {
    try {
      await unlessGone(client.item.delete({ library_item_id: itemId }, options))
    } catch (error) {
      onLeftBehind?.({ itemId, error })
    }
  }
}

/** What is gone needs no deleting. */
const unlessGone = (call: Promise<void>): Promise<void> =>
  call.catch((error: unknown) => {
    if (!isGone(error)) throw error
  })

/** An ended session needs no cancelling. */
const unlessEnded = (call: Promise<void>): Promise<void> =>
  unlessGone(call).catch((error: unknown) => {
    if (!isApiError(error, 'NOT_ALLOWED_IN_CURRENT_STATE')) throw error
  })
