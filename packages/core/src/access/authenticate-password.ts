import { accessionError, isAccessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { foldName } from '../names/fold-name.ts'
import { isPlainText } from '../names/is-plain-text.ts'
import type { User } from '../ports/entities.ts'
import type { World } from '../world.ts'
import type { Identity } from './caller.ts'
import { createPasswordChecks } from './password-checks.ts'
import type { PasswordChecks } from './password-checks.ts'
import { createRememberedPasswords } from './remembered-passwords.ts'
import type { RememberedPasswords } from './remembered-passwords.ts'
import { createSignInFailures } from './sign-in-failures.ts'
import type { SignInFailures } from './sign-in-failures.ts'

/** A name and a password, and the network address they came from. */
export interface Credentials {
  readonly userName: string
  readonly password: string
  readonly address: string
}

/** What a process remembers of sign-ins; nothing of it is stored. */
interface SignIns {
  readonly secret: string
  readonly failures: SignInFailures
  readonly remembered: RememberedPasswords
}

/** What runs for sign-ins, beside the transfers: requests may wait for it, so it goes with them. */
interface RunningSignIns {
  readonly checks: PasswordChecks
  /** The checks that run, so that calls with the same password share one. */
  readonly byKey: Map<string, Promise<boolean>>
}

const signInsOfProcess = new WeakMap<World['store'], SignIns>()
const runningSignIns = new WeakMap<World['transfers'], RunningSignIns>()

/**
 * Who has this name and password; throws `unauthenticated`, later each time, where nobody does. A
 * right password is never refused nor delayed for the failures of others.
 */
export const authenticatePassword = async (
  world: World,
  { userName, password, address }: Credentials,
): Promise<Identity> => {
  const signIns = signInsOf(world)
  const nameKey = foldName(userName)
  const user = await findUser(world, nameKey)
  if (await isRightPassword(world, signIns, user, { nameKey, password, address })) {
    tellOfSignIn(world, 'ok')
    signIns.failures.forget(`user ${nameKey}`)
    const { id, name, revision, grants } = user as User
    return { user: { id, name, revision }, grants, token: null }
  }
  world.log.audit('access.sign_in_failed', { user: user?.name, address })
  tellOfSignIn(world, 'failed')
  await holdBack(world, signIns.failures.add([`user ${nameKey}`, `address ${address}`]))
  throw accessionError('accession.access.bad_credentials', [])
}

const tellOfSignIn = ({ metrics }: World, result: 'ok' | 'failed' | 'refused'): void =>
  metrics.counter('accession_sign_ins_total', { result }).add()

const holdBack = async ({ clock, metrics }: World, ms: number): Promise<void> => {
  const delayed = metrics.level('accession_sign_ins_delayed')
  metrics.counter('accession_sign_in_delay_seconds_total').add(ms / 1000)
  delayed.add(1)
  await clock.sleep(ms).finally(() => delayed.add(-1))
}

const signInsOf = (world: World): SignIns => {
  const known = signInsOfProcess.get(world.store)
  if (known) return known
  const signIns = {
    secret: world.ids.secret(),
    failures: createSignInFailures(world.clock),
    remembered: createRememberedPasswords(world.clock),
  }
  signInsOfProcess.set(world.store, signIns)
  return signIns
}

const runningOf = (world: World): RunningSignIns => {
  const known = runningSignIns.get(world.transfers)
  if (known) return known
  const running = { checks: createPasswordChecks(world), byKey: new Map() }
  runningSignIns.set(world.transfers, running)
  return running
}

const findUser = async (world: World, nameKey: string): Promise<User | undefined> => {
  if (nameKey.length > 4 * limits.nameLengthMax || !isPlainText(nameKey)) return undefined
  const [user] = await world.store.find('user', { where: { nameKey }, limit: 1 })
  return user
}

interface Attempt extends Pick<Credentials, 'password' | 'address'> {
  readonly nameKey: string
}

const isRightPassword = async (
  world: World,
  { secret, remembered }: SignIns,
  user: User | undefined,
  { nameKey, password, address }: Attempt,
): Promise<boolean> => {
  if (password.length > 2 * limits.passwordLengthMax) return false
  const hash = user?.passwordHash
  const key = await world.hashing.keyed(secret, JSON.stringify([nameKey, password, hash]))
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
