import { FetchError } from '@accession/core/ports'

/** How long a piece of work may take, and whom to name when it takes longer. */
export interface Deadline {
  readonly ms: number
  readonly host: string
  /** What takes too long: `does not answer`. */
  readonly what: string
  /** Ends the work sooner. */
  readonly signal: AbortSignal
}

/**
 * Does work that ends when its own signal aborts, and waits for it no longer than the deadline:
 * rejects with TIMED_OUT, or with the reason of the given signal.
 */
export const within = async <T>(
  { ms, host, what, signal }: Deadline,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  signal.throwIfAborted()
  const stop = new AbortController()
  const forward = (): void => stop.abort(signal.reason)
  const late = (): void =>
    stop.abort(new FetchError('TIMED_OUT', `${host} ${what} within ${ms / 1000} seconds.`))
  const timer = setTimeout(late, ms)
  signal.addEventListener('abort', forward)
  try {
    return await new Promise<T>((resolve, reject) => {
      stop.signal.addEventListener('abort', () => reject(stop.signal.reason))
      work(stop.signal).then(resolve, reject)
    })
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', forward)
  }
}
