import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import type { World } from '../world.ts'

/** The hashing of passwords within its bounds: a few at once, a few more waiting. */
export interface PasswordChecks {
  /** Whether the password made the hash; without a hash, after the same time, it did not. */
  isRight(password: string, hash: string | undefined): Promise<boolean>
}

/** Bounds the hashing of passwords; `passwordHashesWaitingMax` is what more than those few hear. */
export const createPasswordChecks = ({ passwords, ids }: World): PasswordChecks => {
  const waiting: (() => void)[] = []
  let running = 0
  let hashOfNobody: Promise<string> | undefined

  const start = async (): Promise<void> => {
    if (running < limits.passwordHashesAtOnce) {
      running++
      return
    }
    if (waiting.length >= limits.passwordHashesWaitingMax) {
      throw accessionError('accession.access.too_many_sign_ins', [1])
    }
    await new Promise<void>((resolve) => waiting.push(resolve))
  }

  /** Hands the place on, or gives it up. */
  const end = (): void => {
    const next = waiting.shift()
    if (next) next()
    else running--
  }

  return {
    async isRight(password, hash) {
      await start()
      try {
        hashOfNobody ??= passwords.hash(ids.secret())
        const other = await hashOfNobody
        const isMatch = await passwords.verify(password, hash ?? other)
        return isMatch && hash !== undefined
      } finally {
        end()
      }
    },
  }
}
