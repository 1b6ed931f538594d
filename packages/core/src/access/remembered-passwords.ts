import { limits } from '../limits.ts'
import type { Clock } from '../ports/clock.ts'

/** Passwords found right a moment ago, each by a keyed hash, with the stored hash they matched. */
export interface RememberedPasswords {
  has(key: string, passwordHash: string): boolean
  add(key: string, passwordHash: string): void
}

interface Remembered {
  readonly passwordHash: string
  readonly forgetAt: number
}

const rememberedMax = 10_000

/** An empty memory; what was remembered first goes first where it would grow too large. */
export const createRememberedPasswords = (clock: Clock): RememberedPasswords => {
  const remembered = new Map<string, Remembered>()
  return {
    has(key, passwordHash) {
      const entry = remembered.get(key)
      return entry?.passwordHash === passwordHash && entry.forgetAt > clock.now()
    },
    add(key, passwordHash) {
      remembered.delete(key)
      remembered.set(key, { passwordHash, forgetAt: clock.now() + limits.passwordRememberedMs })
      for (const [oldest, { forgetAt }] of remembered) {
        if (remembered.size <= rememberedMax && forgetAt > clock.now()) break
        remembered.delete(oldest)
      }
    },
  }
}
