import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input } from '../contract/contract.ts'
import { isAlive, loadItem } from '../items/load-item.ts'
import { listIds, withinListMax } from '../libraries/list-ids.ts'
import { limits } from '../limits.ts'
import type { World } from '../world.ts'

/** The ids of the caller's own sessions, whatever their state; of one item if asked. */
export const listUpdateSessions = async (
  world: World,
  caller: Caller,
  { library_item_id }: Input<'updateSession.list'>,
): Promise<readonly string[]> => {
  const userId = caller.user.id
  if (library_item_id !== undefined) {
    const { item, library } = await loadItem(world, library_item_id)
    authorize(caller, contract.updateSession.list, library.id)
    return listIds(world, 'updateSession', { itemId: item.id, userId })
  }
  authorize(caller, contract.updateSession.list, null)
  const query = { where: { userId }, limit: limits.listMax + 1 }
  const found = await world.store.findWith('updateSession', ['item', 'library'], query)
  return withinListMax(found)
    .filter(isAlive)
    .map(({ updateSession }) => updateSession.id)
}
