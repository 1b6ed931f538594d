import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { write } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { World } from '../world.ts'
import { findSource } from './load-source.ts'
import { loadSubscriptionsOf } from './load-subscription.ts'
import type { LocalSubscription } from './load-subscription.ts'
import { publishedTo } from './published-to.ts'
import { beginLibrarySync, findLiveSync } from './synchronizing/begin-library-sync.ts'

const operation = contract.localLibrary.publish

/**
 * Publishes a library to its subscriptions, or to those that are named: begins to synchronize each
 * subscribed library, unless that is going on, or it is in maintenance.
 */
export const publishLibrary = async (
  world: World,
  caller: Caller,
  { library_id, subscriptions }: Input<'localLibrary.publish'>,
): Promise<Result<'localLibrary.publish'>> => {
  await change(world, async () => {
    const all = await loadSubscriptionsOf(world, caller, operation, library_id)
    const found = publishedTo(library_id, all, subscriptions)
    const changes = await Promise.all(found.map((one) => beginSync(world, caller, one)))
    return { changes: changes.flat(), result: undefined }
  })
  world.log.audit('library.publish_to_subscriptions', {
    library: library_id,
    user: caller.user.name,
  })
  world.runTasksSoon()
}

/** What begins to synchronize a subscribed library, if that can begin now. */
export const beginSync = async (
  world: World,
  caller: Pick<Caller, 'user'>,
  { subscribed }: LocalSubscription,
): Promise<readonly Change[]> => {
  const [source, live] = await Promise.all([
    findSource(world, subscribed.id),
    findLiveSync(world, subscribed.id),
  ])
  if (!source || live || subscribed.state !== 'ACTIVE') return []
  return [
    write('librarySource', source, { begunAt: world.clock.now() }),
    beginLibrarySync(world, caller, subscribed, operation),
  ]
}
