import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { loadItem } from '../items/load-item.ts'
import { limits } from '../limits.ts'
import { wireTime } from '../names/wire-time.ts'
import type { World } from '../world.ts'
import { shortMessage } from './short-message.ts'

/** The history of an item, its newest version first. */
export const listItemChanges = async (
  world: World,
  caller: Caller,
  { library_item }: Input<'itemChanges.list'>,
): Promise<Result<'itemChanges.list'>> => {
  const { item, library } = await loadItem(world, library_item)
  authorize(caller, contract.itemChanges.list, library.id)
  const { changesPerItemMax: limit } = limits
  const where = { itemId: item.id, version: { moreThan: item.version - limit } }
  const changes = await world.store.find('itemChange', { where, orderBy: 'version', limit })
  return changes.toReversed().map(({ version, createdAt, userName, message }) => ({
    version: String(version),
    time: wireTime(createdAt),
    ...(userName !== null && { user: userName }),
    short_message: shortMessage(message),
  }))
}
