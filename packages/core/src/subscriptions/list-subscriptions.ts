import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import type { World } from '../world.ts'
import { loadSubscriptionsOf } from './load-subscription.ts'

/** The subscriptions of a published library. */
export const listSubscriptions = async (
  world: World,
  caller: Caller,
  input: Input<'subscriptions.list'>,
): Promise<Result<'subscriptions.list'>> => {
  const operation = contract.subscriptions.list
  const subscriptions = await loadSubscriptionsOf(world, caller, operation, input.library)
  return subscriptions.map(({ subscription, subscribed }) => ({
    subscription: subscription.id,
    subscribed_library: subscribed.id,
    subscribed_library_name: subscribed.name,
  }))
}
