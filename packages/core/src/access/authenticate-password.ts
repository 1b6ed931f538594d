import { limits } from '../limits.ts'
import { foldName } from '../names/fold-name.ts'
import { isPlainText } from '../names/is-plain-text.ts'
import type { User } from '../ports/entities.ts'
import type { World } from '../world.ts'
import type { Identity } from './caller.ts'
import { requirePassword } from './require-password.ts'

/** A name and a password, and the network address they came from. */
export interface Credentials {
  readonly userName: string
  readonly password: string
  readonly address: string
}

/**
 * Who has this name and password; throws `unauthenticated`, later each time, where nobody does. A
 * right password is never refused nor delayed for the failures of others.
 */
export const authenticatePassword = async (
  world: World,
  { userName, password, address }: Credentials,
): Promise<Identity> => {
  const nameKey = foldName(userName)
  const user = await findUser(world, nameKey)
  const passwordHash = user?.passwordHash
  const given = { subject: `user ${nameKey}`, password, address, passwordHash }
  await requirePassword(world, given, () =>
    world.log.audit('access.sign_in_failed', { user: user?.name, address }),
  )
  const { id, name, revision, grants } = user as User
  return { user: { id, name, revision }, grants, token: null }
}

const findUser = async (world: World, nameKey: string): Promise<User | undefined> => {
  if (nameKey.length > 4 * limits.nameLengthMax || !isPlainText(nameKey)) return undefined
  const [user] = await world.store.find('user', { where: { nameKey }, limit: 1 })
  return user
}
