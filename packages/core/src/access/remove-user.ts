import { change } from '../commit/change.ts'
import { clear, remove } from '../ports/changes.ts'
import type { World } from '../world.ts'
import { findUser } from './find-user.ts'
import { relyOnOtherAdministrator } from './other-administrator.ts'

/**
 * Removes a user, whose tokens end with that; what they made stays. The last administrator is not
 * removed.
 */
export const removeUser = async (world: World, name: string): Promise<void> => {
  const removed = await change(world, async () => {
    const user = await findUser(world, name)
    const relied = await relyOnOtherAdministrator(world, user)
    const changes = [remove('user', user), clear('token', 'userId', user.id), ...relied]
    return { changes, result: user.name }
  })
  world.log.audit('user.remove', { user: removed })
}
