import { ConnectionError } from './connection-error.ts'

/** Bounds of a wait: the caller's own signal, and a time. */
export interface Bounds {
  readonly signal?: AbortSignal | undefined
  readonly timeoutMs?: number | undefined
}

/** Runs something under a signal that fires when the caller's does or when the time is over. */
export const within = async <T>(
  { signal, timeoutMs }: Bounds,
  what: string,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  signal?.throwIfAborted()
  const controller = new AbortController()
  const forward = () => controller.abort(signal?.reason)
  signal?.addEventListener('abort', forward, { once: true })
  const expire = () =>
    controller.abort(
      new ConnectionError('timed_out', `${what}: no answer within ${timeoutMs} milliseconds`),
    )
  const timer = timeoutMs === undefined ? undefined : setTimeout(expire, timeoutMs)
  try {
    return await run(controller.signal)
  } catch (error) {
    // `fetch` wraps the reason on some runtimes; what stopped it is what counts.
    throw controller.signal.aborted ? controller.signal.reason : error
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', forward)
  }
}

/** Waits, unless the signal fires first. */
export const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal?.addEventListener('abort', stop, { once: true })
  })
