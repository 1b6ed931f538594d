import { isApiError } from './api-error.ts'
import { isGone } from './is-gone.ts'
import { linkSignal } from './linked-signal.ts'

/** How a session is kept from expiring while bytes move. */
export interface KeepAliveOptions {
  readonly everyMs: number
  readonly signal: AbortSignal | undefined
  /** Tells the server that the session is in use. */
  readonly tell: (signal: AbortSignal) => Promise<void>
}

/** Runs something while keeping its session alive; a session that has ended stops it with that error. */
export const keepingAlive = async <T>(
  { everyMs, signal, tell }: KeepAliveOptions,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const linked = linkSignal(signal)
  let telling = false
  const timer = setInterval(() => {
    if (telling) return
    telling = true
    tell(linked.signal)
      .catch((error: unknown) => {
        // Any other failure may pass before the session expires; the next turn tries again.
        if (hasEnded(error)) linked.stop(error)
      })
      .finally(() => {
        telling = false
      })
  }, everyMs)
  try {
    return await run(linked.signal)
  } catch (error) {
    throw linked.signal.aborted ? linked.signal.reason : error
  } finally {
    clearInterval(timer)
    linked.release()
    linked.stop()
  }
}

const hasEnded = (error: unknown): boolean =>
  isGone(error) || isApiError(error, 'NOT_ALLOWED_IN_CURRENT_STATE', 'UNAUTHENTICATED')
