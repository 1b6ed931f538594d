import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { loadItem } from '../items/load-item.ts'
import { check } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { Item } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { requirePublisher } from './load-publisher.ts'
import { findSource } from './load-source.ts'
import { loadSubscriptions } from './load-subscription.ts'
import type { LocalSubscription } from './load-subscription.ts'
import { beginSync } from './publish-library.ts'
import { publishedTo } from './published-to.ts'
import { beginItemSync, findLiveItemSync } from './synchronizing/begin-item-sync.ts'

const operation = contract.item.publish

/**
 * Publishes an item to the subscriptions of its library, or to those that are named: begins to
 * synchronize it in each subscribed library, or all of one that has it not yet.
 */
export const publishLibraryItem = async (
  world: World,
  caller: Caller,
  { library_item_id, force_sync_content, subscriptions }: Input<'item.publish'>,
): Promise<Result<'item.publish'>> => {
  await change(world, async () => {
    const { item, library } = await loadItem(world, library_item_id)
    authorize(caller, operation, library.id)
    requirePublisher(library)
    const found = publishedTo(library.id, await loadSubscriptions(world, library.id), subscriptions)
    const changes = await Promise.all(
      found.map((one) => beginSyncOf(world, caller, { item, isForced: force_sync_content }, one)),
    )
    return { changes: changes.flat(), result: undefined }
  })
  const fields = { item: library_item_id, user: caller.user.name }
  world.log.audit('item.publish_to_subscriptions', fields)
  world.runTasksSoon()
}

const beginSyncOf = async (
  world: World,
  caller: Caller,
  { item, isForced }: { readonly item: Item; readonly isForced: boolean },
  subscription: LocalSubscription,
): Promise<readonly Change[]> => {
  const { id: libraryId, state } = subscription.subscribed
  const where = { libraryId, sourceId: item.id, deletedAt: null }
  const [[own], source] = await Promise.all([
    world.store.find('item', { where, limit: 1 }),
    findSource(world, libraryId),
  ])
  if (!own) return beginSync(world, caller, subscription)
  const how = { wantsContent: isForced || source?.isOnDemand === false }
  if (state !== 'ACTIVE' || (await findLiveItemSync(world, own.id, how))) return []
  return [
    check('item', own.id, { deletedAt: null }),
    beginItemSync(world, caller, own, how, operation),
  ]
}
