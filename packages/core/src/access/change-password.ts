import { change } from '../commit/change.ts'
import { clear, write } from '../ports/changes.ts'
import type { World } from '../world.ts'
import { checkPassword } from './create-user.ts'
import { findUser } from './find-user.ts'

/** Gives a user another password; who is signed in as them has to sign in again. */
export const changePassword = async (
  world: World,
  name: string,
  password: string,
): Promise<void> => {
  checkPassword(password)
  const passwordHash = await world.passwords.hash(password)
  const changed = await change(world, async () => {
    const user = await findUser(world, name)
    const changes = [write('user', user, { passwordHash }), clear('token', 'userId', user.id)]
    return { changes, result: user.name }
  })
  world.log.audit('user.change_password', { user: changed })
}
