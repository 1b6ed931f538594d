import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { remove, write } from '../ports/changes.ts'
import type { World } from '../world.ts'
import { findSource } from './load-source.ts'
import { loadSubscription } from './load-subscription.ts'

const operation = contract.subscriptions.delete

/** Forgets a subscriber: nothing is published to it any more; it stays, and follows by itself. */
export const deleteSubscription = async (
  world: World,
  caller: Caller,
  one: Input<'subscriptions.delete'>,
): Promise<Result<'subscriptions.delete'>> => {
  await change(world, async () => {
    const { subscription, subscribed } = await loadSubscription(world, caller, operation, one)
    const source = await findSource(world, subscribed.id)
    const known = source?.subscriptionId === subscription.id ? [source] : []
    return {
      changes: [
        remove('subscription', subscription),
        ...known.map((row) => write('librarySource', row, { subscriptionId: null })),
      ],
      result: undefined,
    }
  })
  const { library, subscription } = one
  const fields = { library, subscription, user: caller.user.name }
  world.log.audit('subscription.delete', fields)
}
