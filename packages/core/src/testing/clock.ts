import { limits } from '../limits.ts'
import type { Clock } from '../ports/clock.ts'
import { isRealWorkUnderWay } from './real-work.ts'

/** A clock that stands still until it is told to go on. */
export interface TestClock extends Clock {
  /** Lets `ms` pass: what sleeps wakes in its order, each with time to run on. */
  advance(ms: number): Promise<void>
  /** Wakes what sleeps, one after the other, until `outcome` is settled, which is then answered. */
  passUntil<T>(outcome: Promise<T>): Promise<T>
  /** Lets `ms` pass unnoticed, as while a machine sleeps: what sleeps wakes at the next advance. */
  jump(ms: number): void
}

interface Sleeper {
  readonly wakeAt: number
  readonly wake: () => void
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

/**
 * Sleeps as short as the waits between the attempts of a commit pass by themselves, so that only
 * what is meant to be seen waiting has to be woken.
 */
export const createTestClock = (start = Date.UTC(2026, 0, 31, 9, 30)): TestClock => {
  let now = start
  const sleepers = new Set<Sleeper>()
  const nextBy = (end: number): Sleeper | undefined =>
    [...sleepers].filter(({ wakeAt }) => wakeAt <= end).toSorted((a, b) => a.wakeAt - b.wakeAt)[0]
  const wake = (sleeper: Sleeper): Promise<void> => {
    now = Math.max(now, sleeper.wakeAt)
    sleeper.wake()
    return nextTurn()
  }
  return {
    now: () => now,
    sleep(ms, signal) {
      if (signal?.aborted) return Promise.reject(signal.reason)
      if (ms <= limits.commitBackoffMaxMs) return nextTurn()
      return new Promise((resolve, reject) => {
        const settle = (end: () => void) => () => {
          sleepers.delete(sleeper)
          signal?.removeEventListener('abort', abort)
          end()
        }
        const sleeper: Sleeper = { wakeAt: now + ms, wake: settle(resolve) }
        const abort = settle(() => reject(signal?.reason))
        signal?.addEventListener('abort', abort)
        sleepers.add(sleeper)
      })
    },
    passUntil(outcome) {
      const pending = new Set([outcome])
      const settle = () => pending.clear()
      outcome.then(settle, settle)
      const pass = async () => {
        while (pending.size > 0) {
          // What computes on other threads would find all its deadlines gone by.
          const next = isRealWorkUnderWay() ? undefined : nextBy(Infinity)
          await (next ? wake(next) : nextTurn())
        }
        return outcome
      }
      return pass()
    },
    jump(ms) {
      now += ms
    },
    async advance(ms) {
      const end = now + ms
      await nextTurn()
      for (let next = nextBy(end); next; next = nextBy(end)) await wake(next)
      now = end
      await nextTurn()
    },
  }
}
