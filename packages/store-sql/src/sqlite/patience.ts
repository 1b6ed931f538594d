import { setTimeout as sleep } from 'node:timers/promises'
import { isBusy, unavailable } from './errors.ts'

/** Waits between attempts: short at first, never so long that a freed lock lies idle. */
const retryDelaysMs = [1, 2, 5, 10, 20, 50] as const

/** The wait after so many attempts. */
export const retryDelayMs = (attempts: number): number =>
  retryDelaysMs[Math.min(attempts, retryDelaysMs.length) - 1] ?? 1

/** Runs something that may find the file locked, again and again off the event loop, for so long. */
export const withPatience = async <T>(patienceMs: number, run: () => T): Promise<T> => {
  const deadline = performance.now() + patienceMs
  for (let attempts = 1; ; attempts++) {
    try {
      return run()
    } catch (error) {
      if (!isBusy(error)) throw error
      if (performance.now() >= deadline) throw unavailable(error)
    }
    await sleep(retryDelayMs(attempts))
  }
}
