import { refuseHalfRestored } from '../backup/restore-mark.ts'
import { change } from '../commit/change.ts'
import { insert } from '../ports/changes.ts'
import type { World } from '../world.ts'
import { makeUser } from './create-user.ts'
import { beginFirstPassword } from './first-password.ts'
import type { FirstPassword } from './first-password.ts'

/** Who the first user is to be; without a password one is made up, with users there it changes none. */
export interface FirstUser {
  readonly userName: string
  readonly password?: string | undefined
  /** The same password or the one made up, whose hash was begun before. @default begun when needed */
  readonly begun?: FirstPassword | undefined
}

/** The row by which nodes that start together agree on one first user. */
const settingId = 'first-user'

/**
 * Makes an administrator where there is no user yet, on one node however many start at once.
 * Answers the password that was made up, to be shown once; nothing where one was given or there
 * are users.
 */
export const createFirstUser = async (
  world: World,
  { userName, password, begun }: FirstUser,
): Promise<string | undefined> => {
  await refuseHalfRestored(world)
  if (await hasUsers(world)) {
    if (password !== undefined) world.log.info('user.first_password_unused', { user: userName })
    return undefined
  }
  const { text, isMadeUp, hash } = begun ?? beginFirstPassword(world, password)
  const user = await makeUser(world, {
    name: userName,
    password: text,
    passwordHash: hash,
    grants: [{ role: 'admin', libraryId: null }],
  })
  const isOurs = await change(world, async () => {
    if (await hasUsers(world)) return { changes: [], result: false }
    const setting = { id: settingId, revision: 1, value: user.id }
    return { changes: [insert('setting', setting), insert('user', user)], result: true }
  })
  if (!isOurs) return undefined
  world.log.audit('user.create', { user: user.name, first: true })
  return isMadeUp ? text : undefined
}

const hasUsers = async ({ store }: World): Promise<boolean> => {
  const anyId = { id: { moreThan: '' } } as const
  const [user] = await store.ids('user', { where: anyId, limit: 1 })
  if (user !== undefined) return true
  const [setting] = await store.ids('setting', { where: { id: settingId }, limit: 1 })
  return setting !== undefined
}
