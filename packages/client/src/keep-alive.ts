import { isApiError } from './api-error.ts'

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
  signal?.throwIfAborted()
  const controller = new AbortController()
  const forward = () => controller.abort(signal?.reason)
  signal?.addEventListener('abort', forward, { once: true })
  let telling = false
  const timer = setInterval(() => {
    if (telling) return
    telling = true
    tell(controller.signal)
      .catch((error: unknown) => {
        // Any other failure may pass before the session expires; the next turn tries again.
        if (hasEnded(error)) controller.abort(error)
      })
      .finally(() => {
        telling = false
      })
  }, everyMs)
  try {
    return await run(controller.signal)
  } catch (error) {
    throw controller.signal.aborted ? controller.signal.reason : error
  } finally {
    clearInterval(timer)
    signal?.removeEventListener('abort', forward)
    controller.abort()
  }
}

const hasEnded = (error: unknown): boolean =>
  isApiError(error, 'NOT_FOUND') ||
  isApiError(error, 'NOT_ALLOWED_IN_CURRENT_STATE') ||
  isApiError(error, 'UNAUTHENTICATED')
