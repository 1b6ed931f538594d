import { isApiError, type Client } from '@accession/client'

/** Cancels a session where it has not ended yet, and removes it: its item is free again. */
export const freeSession = async (
  client: Client,
  id: string,
  signal: AbortSignal,
): Promise<void> => {
  const session = { update_session_id: id }
  await client.updateSession.cancel(session, { signal }).catch((error: unknown) => {
    // It has ended by itself: what is wanted here.
    if (!isApiError(error, 'NOT_ALLOWED_IN_CURRENT_STATE')) throw error
  })
  await client.updateSession.delete(session, { signal })
}
