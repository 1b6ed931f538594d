import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { movesVersion } from '../libraries/change-library.ts'
import { refuseInMaintenance } from '../libraries/maintenance.ts'
import { adjust, write } from '../ports/changes.ts'
import { refuseUsed } from '../usages/refuse-used.ts'
import { stopTransfers } from '../update-sessions/stop-transfers.ts'
import type { World } from '../world.ts'
import { refuseSubscribed } from './load-destination.ts'
import { loadItem } from './load-item.ts'

/**
 * Deletes an item with all that is below it: unreachable at once, its running session included,
 * which can complete no more. The sweep takes rows and bytes away. Usages of the library forbid it
 * where the library applies them to its items.
 */
export const deleteLibraryItem = async (
  world: World,
  caller: Caller,
  { library_item_id }: Input<'item.delete'>,
): Promise<Result<'item.delete'>> => {
  await change(world, async () => {
    const { item, library } = await loadItem(world, library_item_id)
    authorize(caller, contract.item.delete, library.id)
    refuseSubscribed(library)
    refuseInMaintenance(library, contract.item.delete)
    const isGuarded = library.options.applyLibraryUsageToItems === true
    if (isGuarded) await refuseUsed(world, library, 'accession.item.library_in_use')
    const { where, ...moves } = movesVersion(world)
    // The revision moves with the option, the count with each usage: neither may do so meanwhile.
    const { revision } = library
    const unused = isGuarded ? { revision, usageCount: 0 } : { revision }
    return {
      changes: [
        write('item', item, { deletedAt: world.clock.now() }, { deletedAt: null }),
        adjust('library', library.id, { ...moves, where: { ...where, ...unused } }),
      ],
      result: undefined,
    }
  })
  await stopTransfersOf(world, library_item_id)
  world.sweepSoon()
  world.log.audit('item.delete', { item: library_item_id, user: caller.user.name })
}

const stopTransfersOf = async (world: World, itemId: string): Promise<void> => {
  if (world.transfers.count === 0) return
  const where = { itemId, state: 'ACTIVE' } as const
  const ids = await world.store.ids('updateSession', { where, limit: 1 })
  for (const id of ids) stopTransfers(world, id)
}
