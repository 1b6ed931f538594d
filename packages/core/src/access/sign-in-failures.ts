import { limits } from '../limits.ts'
import type { Clock } from '../ports/clock.ts'

/** What failed sign-ins cost: each of the same user, or from the same address, waits longer. */
export interface SignInFailures {
  /** Counts a failure against each key; answers how long its answer is to wait. */
  add(keys: readonly string[]): number
  forget(key: string): void
}

interface Failures {
  readonly count: number
  readonly forgetAt: number
}

/** An empty memory of failures; the oldest is forgotten first where it would grow too large. */
export const createSignInFailures = (clock: Clock): SignInFailures => {
  const failures = new Map<string, Failures>()

  const count = (key: string): number => {
    const now = clock.now()
    const before = failures.get(key)
    const times = before && before.forgetAt > now ? before.count + 1 : 1
    failures.delete(key)
    failures.set(key, { count: times, forgetAt: now + limits.signInFailuresRememberedMs })
    for (const oldest of failures.keys()) {
      if (failures.size <= limits.signInFailuresRememberedMax) break
      failures.delete(oldest)
    }
    return times
  }

  return {
    add(keys) {
      const times = Math.max(...keys.map(count))
      return Math.min(limits.signInDelayMs * 2 ** (times - 1), limits.signInDelayMaxMs)
    },
    forget(key) {
      failures.delete(key)
    },
  }
}
