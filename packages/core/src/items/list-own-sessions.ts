import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import type { AnyOperation } from '../contract/contract.ts'
import { listIds } from '../libraries/list-ids.ts'
import type { World } from '../world.ts'
import { loadItem } from './load-item.ts'

/**
 * The ids of the caller's own update or download sessions, whatever their state; of one item if
 * asked. Sessions of deleted items and libraries are not among them, swept or not.
 */
export const listOwnSessions = async (
  world: World,
  caller: Caller,
  table: 'updateSession' | 'downloadSession',
  operation: Pick<AnyOperation, 'privileges'>,
  itemId: string | undefined,
): Promise<readonly string[]> => {
  const userId = caller.user.id
  if (itemId !== undefined) {
    const { item, library } = await loadItem(world, itemId)
    authorize(caller, operation, library.id)
    return listIds(world, table, { itemId: item.id, userId })
  }
  authorize(caller, operation, null)
  return listIds(world, table, { userId }, { item: deleted, library: deleted })
}

const deleted = { deletedAt: { moreThan: 0 } } as const
