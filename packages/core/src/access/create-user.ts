import { change } from '../commit/change.ts'
import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { foldName } from '../names/fold-name.ts'
import { countCharacters, isPlainText } from '../names/is-plain-text.ts'
import { insert } from '../ports/changes.ts'
import type { Grant, User } from '../ports/entities.ts'
import type { World } from '../world.ts'

/** What a new user is made of. */
export interface NewUser {
  readonly name: string
  readonly password: string
  readonly grants: readonly Grant[]
  /** Of the password, where it is being made already. @default it is made */
  readonly passwordHash?: Promise<string>
}

/** Makes a user; throws `already_exists` where one has that name, in whatever case. */
export const createUser = async (world: World, newUser: NewUser): Promise<string> => {
  const user = await makeUser(world, newUser)
  await change(world, async () => {
    const { nameKey } = user
    const [other] = await world.store.find('user', { where: { nameKey }, limit: 1 })
    if (other) throw accessionError('accession.access.user_name_taken', [user.name])
    return { changes: [insert('user', user)], result: undefined }
  })
  world.log.audit('user.create', { user: user.name })
  return user.id
}

/** The row of a new user; throws `invalid_argument` where the name or the password cannot be. */
export const makeUser = async (
  world: World,
  { name, password, grants, passwordHash }: NewUser,
): Promise<User> => {
  checkUserName(name)
  checkPassword(password)
  return {
    id: world.ids.uuid(),
    revision: 1,
    name,
    nameKey: foldName(name),
    passwordHash: await (passwordHash ?? world.passwords.hash(password)),
    grants,
    createdAt: world.clock.now(),
  }
}

/** A name that travels in Basic authentication: a colon would end it there. */
const checkUserName = (name: string): void => {
  if (name.trim() === '') throw accessionError('accession.argument.missing', ['The user name'])
  if (countCharacters(name) > limits.nameLengthMax) {
    throw accessionError('accession.argument.too_long', ['The user name', limits.nameLengthMax])
  }
  if (!isPlainText(name)) {
    throw accessionError('accession.argument.control_characters', ['The user name'])
  }
  if (name.includes(':')) {
    throw accessionError('accession.argument.mistyped', ['The user name', 'without a colon'])
  }
}

/** Refuses what no password can be. */
export const checkPassword = (password: string): void => {
  if (password === '') throw accessionError('accession.argument.missing', ['The password'])
  if (countCharacters(password) > limits.passwordLengthMax) {
    throw accessionError('accession.argument.too_long', ['The password', limits.passwordLengthMax])
  }
}
