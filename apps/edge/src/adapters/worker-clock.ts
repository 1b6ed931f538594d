import type { Clock } from '@accession/core/ports'

/**
 * The clock of Cloudflare's machines, which stands still while code runs and goes on with each answer
 * from outside (a query, bytes that came): late by a computation at most, never ahead.
 */
export const workerClock: Clock = {
  now: () => Date.now(),
  sleep(ms, signal) {
    if (signal?.aborted) return Promise.reject(signal.reason)
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        clearTimeout(timer)
        reject(signal?.reason)
      }
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', abort)
        resolve()
      }, ms)
      signal?.addEventListener('abort', abort, { once: true })
    })
  },
}
