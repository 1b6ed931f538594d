import { ConnectionError } from './connection-error.ts'
import { linkSignal } from './linked-signal.ts'

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
  const linked = linkSignal(signal)
  const expire = () =>
    linked.stop(
      new ConnectionError('timed_out', `${what}: no answer within ${timeoutMs} milliseconds`),
    )
  const timer = timeoutMs === undefined ? undefined : setTimeout(expire, timeoutMs)
  try {
    return await run(linked.signal)
  } catch (error) {
    // `fetch` wraps the reason on some runtimes; what stopped it is what counts.
    throw linked.signal.aborted ? linked.signal.reason : error
  } finally {
    clearTimeout(timer)
    linked.release()
  }
}

/** Waits, unless the signal fires first. */
export const pause = async (ms: number, signal?: AbortSignal): Promise<void> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const waited = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await unlessAborted(waited, signal).finally(() => clearTimeout(timer))
}

/** What a promise answers, unless the signal fires first; what it waits for goes on. */
export const unlessAborted = <T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const stop = () => reject(signal?.reason)
    signal?.addEventListener('abort', stop, { once: true })
    promise.then(resolve, reject).finally(() => signal?.removeEventListener('abort', stop))
  })
