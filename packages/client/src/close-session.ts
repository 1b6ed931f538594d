import { isApiError } from './api-error.ts'
import { ConnectionError } from './connection-error.ts'
import { TransferError } from './transfer-error.ts'
import type { UploadClient } from './upload-item.ts'
import { pause } from './within.ts'

/** How long to wait for a session's end. */
export interface CloseOptions {
  readonly signal: AbortSignal | undefined
  readonly settleTimeoutMs: number
}

/** Completes a session, waits until it is DONE, and deletes it. */
export const closeSession = async (
  client: UploadClient,
  sessionId: string,
  { signal, settleTimeoutMs }: CloseOptions,
): Promise<void> => {
  const input = { update_session_id: sessionId }
  const options = { signal }
  const deadline = performance.now() + settleTimeoutMs
  const waits = createWaits(deadline, `Update session ${sessionId}`, signal)
  // Servers may read what they have received once more before they let a session complete.
  while (!(await isCompleted(client, sessionId, signal))) {
    await client.updateSession.keep_alive(input, options)
    await waits.next()
  }
  // They may go on checking after `complete` has answered; the state says when they are through.
  for (;;) {
    const { state, error_message } = await client.updateSession.get(input, options)
    if (state === 'DONE') break
    if (state !== 'ACTIVE') {
      const message = `Update session ${sessionId} ended as ${state}`
      throw new TransferError(message, { reason: error_message })
    }
    await waits.next()
  }
  await client.updateSession.delete(input, options)
}

const createWaits = (deadline: number, what: string, signal: AbortSignal | undefined) => {
  let waitMs = 50
  return {
    async next() {
      if (performance.now() > deadline) {
        throw new ConnectionError('timed_out', `${what} is still being checked by the server`)
      }
      waitMs = Math.min(waitMs * 2, 5_000)
      await pause(waitMs, signal)
    },
  }
}

const isCompleted = async (
  client: UploadClient,
  sessionId: string,
  signal: AbortSignal | undefined,
): Promise<boolean> => {
  try {
    await client.updateSession.complete({ update_session_id: sessionId }, { signal })
    return true
  } catch (error) {
    if (isStillChecking(error)) return false
    throw error
  }
}

/** Whether nothing but such files is in the way: the answer names each with its status. */
const isStillChecking = (error: unknown): boolean => {
  if (!isApiError(error, 'NOT_ALLOWED_IN_CURRENT_STATE')) return false
  const named = error.messages[0]?.args.join(' ') ?? ''
  return (
    named.includes('(VALIDATING)') && !/\((?:WAITING_FOR_TRANSFER|TRANSFERRING|ERROR)/.test(named)
  )
}
