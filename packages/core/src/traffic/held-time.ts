import type { Metrics } from '../ports/metrics.ts'

/** How long one transfer was held up, in milliseconds, what it waits for now included. */
export interface HeldTime {
  /** Waits, and counts the wait. */
  during(wait: Promise<void>): Promise<void>
  ms(): number
}

/** Counts from none. */
export const createHeldTime = (metrics: Pick<Metrics, 'now'>): HeldTime => {
  let before = 0
  let since: number | undefined
  const ms = (): number => before + (since === undefined ? 0 : metrics.now() - since)
  return {
    async during(wait) {
      since = metrics.now()
      await wait
      before = ms()
      since = undefined
    },
    ms,
  }
}
