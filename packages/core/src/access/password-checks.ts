import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import type { World } from '../world.ts'

/** The hashing of passwords within its bounds: a few at once, a few more waiting. */
export interface PasswordChecks {
  /** Whether the password made the hash; without a hash, after the same time, it did not. */
  isRight(password: string, hash: string | undefined, address: string): Promise<boolean>
}

/** What waits for one address: it leaves room for the others. */
const waitingOfAddressMax = limits.passwordHashesWaitingMax / 4

/** The hash that unknown users are compared with; the value, since one request is not to wait for another. */
const hashesOfNobody = new WeakMap<World['passwords'], string>()

const hashOfNobody = async (passwords: World['passwords'], ids: World['ids']): Promise<string> => {
  const hash = hashesOfNobody.get(passwords) ?? (await passwords.hash(ids.secret()))
  hashesOfNobody.set(passwords, hash)
  return hash
}

/** Bounds the hashing of passwords; past the bounds a sign-in hears of too many. */
export const createPasswordChecks = ({ passwords, ids, metrics }: World): PasswordChecks => {
  const hashing = metrics.level('accession_password_checks', { state: 'running' })
  const queued = metrics.level('accession_password_checks', { state: 'waiting' })
  const waiting: { readonly address: string; readonly go: () => void }[] = []
  let running = 0

  const start = async (address: string): Promise<void> => {
    if (running < limits.passwordHashesAtOnce) {
      hashing.set(++running)
      return
    }
    const ofAddress = waiting.filter((other) => other.address === address).length
    if (waiting.length >= limits.passwordHashesWaitingMax || ofAddress >= waitingOfAddressMax) {
      throw accessionError('accession.access.too_many_sign_ins', [1])
    }
    queued.set(waiting.length + 1)
    await new Promise<void>((go) => waiting.push({ address, go }))
  }

  /** Hands the place on, or gives it up. */
  const end = (): void => {
    const next = waiting.shift()
    queued.set(waiting.length)
    if (next) next.go()
    else hashing.set(--running)
  }

  return {
    async isRight(password, hash, address) {
      await start(address)
      try {
        const other = await hashOfNobody(passwords, ids)
        const isMatch = await passwords.verify(password, hash ?? other)
        return isMatch && hash !== undefined
      } finally {
        end()
      }
    },
  }
}
