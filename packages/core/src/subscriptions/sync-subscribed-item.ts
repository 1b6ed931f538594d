import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { refuseInMaintenance } from '../libraries/maintenance.ts'
import { check } from '../ports/changes.ts'
import type { World } from '../world.ts'
import { loadSource } from './load-source.ts'
import { loadSubscribedItem } from './load-subscribed-item.ts'
import { beginItemSync, findLiveItemSync } from './synchronizing/begin-item-sync.ts'

const operation = contract.subscribedItem.sync

/**
 * Begins to synchronize an item, as a task: its files too where that is forced, or its library does
 * not fetch them on demand. While that is going on it has no effect.
 */
export const syncSubscribedItem = async (
  world: World,
  caller: Caller,
  { library_item_id, force_sync_content }: Input<'subscribedItem.sync'>,
): Promise<Result<'subscribedItem.sync'>> => {
  const isBegun = await change(world, async () => {
    const { item, library } = await loadSubscribedItem(world, caller, operation, library_item_id)
    refuseInMaintenance(library, operation)
    const { isOnDemand } = await loadSource(world, library.id)
    const how = { wantsContent: force_sync_content || !isOnDemand }
    if (await findLiveItemSync(world, item.id, how)) return { changes: [], result: false }
    const begun = beginItemSync(world, caller, item, how)
    return { changes: [check('item', item.id, { deletedAt: null }), begun], result: true }
  })
  if (!isBegun) return
  world.log.audit('item.sync', { item: library_item_id, user: caller.user.name })
  world.runTasksSoon()
}
