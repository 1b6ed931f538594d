import { accessionError, isAccessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import type { World } from '../world.ts'
import { createPasswordChecks } from './password-checks.ts'
import type { PasswordChecks } from './password-checks.ts'
import { createRememberedPasswords } from './remembered-passwords.ts'
import type { RememberedPasswords } from './remembered-passwords.ts'
import { createSignInFailures } from './sign-in-failures.ts'
import type { SignInFailures } from './sign-in-failures.ts'

/** A password that somebody gave, and what it is to be right for. */
export interface GivenPassword {
  /** What failures are counted against, beside the address: `user ada`, `library 0199…`. */
  readonly subject: string
  readonly password: string
  /** The network address it came from. */
  readonly address: string
  /** The hash to match; undefined where there is nobody of that name, which takes as long. */
  readonly passwordHash: string | undefined
}

/** What a process remembers of passwords; nothing of it is stored. */
interface Memory {
  readonly secret: string
  readonly failures: SignInFailures
  readonly remembered: RememberedPasswords
}

/** What runs, beside the transfers: requests may wait for it, so it goes with them. */
interface Running {
  readonly checks: PasswordChecks
  /** The checks that run, so that calls with the same password share one. */
  readonly byKey: Map<string, Promise<boolean>>
}

const memories = new WeakMap<World['store'], Memory>()
const runnings = new WeakMap<World['transfers'], Running>()

/**
 * Resolves where the password is right; throws `unauthenticated`, later each time, where it is not,
 * and calls `onWrong` before that wait. A right password is never refused nor delayed for the
 * failures of others.
 */
export const requirePassword = async (
  world: World,
  given: GivenPassword,
  onWrong: () => void,
): Promise<void> => {
  const memory = memoryOf(world)
  const { subject, address } = given
  if (await isRightPassword(world, memory, given)) {
    tellOfSignIn(world, 'ok')
    memory.failures.forget(subject)
    return
  }
  onWrong()
  tellOfSignIn(world, 'failed')
  await holdBack(world, memory.failures.add([subject, `address ${address}`]))
  throw accessionError('accession.access.bad_credentials', [])
}

/** The bounds within which this process checks passwords. */
export const passwordChecksOf = (world: World): PasswordChecks => runningOf(world).checks

const tellOfSignIn = ({ metrics }: World, result: 'ok' | 'failed' | 'refused'): void =>
  metrics.counter('accession_sign_ins_total', { result }).add()

const holdBack = async ({ clock, metrics }: World, ms: number): Promise<void> => {
  const delayed = metrics.level('accession_sign_ins_delayed')
  metrics.counter('accession_sign_in_delay_seconds_total').add(ms / 1000)
  delayed.add(1)
  await clock.sleep(ms).finally(() => delayed.add(-1))
}

const memoryOf = (world: World): Memory => {
  const known = memories.get(world.store)
  if (known) return known
  const memory = {
    secret: world.ids.secret(),
    failures: createSignInFailures(world.clock),
    remembered: createRememberedPasswords(world.clock),
  }
  memories.set(world.store, memory)
  return memory
}

const runningOf = (world: World): Running => {
  const known = runnings.get(world.transfers)
  if (known) return known
  const running = { checks: createPasswordChecks(world), byKey: new Map() }
  runnings.set(world.transfers, running)
  return running
}

const isRightPassword = async (
  world: World,
  { secret, remembered }: Memory,
  { subject, password, address, passwordHash: hash }: GivenPassword,
): Promise<boolean> => {
  if (password.length > 2 * limits.passwordLengthMax) return false
  const key = await world.hashing.keyed(secret, JSON.stringify([subject, password, hash]))
  if (hash !== undefined && remembered.has(key, hash)) return true
  const { checks, byKey } = runningOf(world)
  const check = byKey.get(key) ?? checks.isRight(password, hash, address)
  byKey.set(key, check)
  try {
    const isRight = await check
    if (isRight && hash !== undefined) remembered.add(key, hash)
    return isRight
  } catch (error) {
    if (isAccessionError(error, 'SERVICE_UNAVAILABLE')) tellOfSignIn(world, 'refused')
    throw error
  } finally {
    byKey.delete(key)
  }
}
