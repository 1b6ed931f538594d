import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import type { World } from '../world.ts'
import { loadSubscription } from './load-subscription.ts'

/** A subscription of a published library. */
export const getSubscription = async (
  world: World,
  caller: Caller,
  input: Input<'subscriptions.get'>,
): Promise<Result<'subscriptions.get'>> => {
  const operation = contract.subscriptions.get
  const { subscription, subscribed } = await loadSubscription(world, caller, operation, input)
  return {
    subscribed_library: subscribed.id,
    subscribed_library_name: subscribed.name,
    subscribed_library_location: 'LOCAL',
    subscribed_library_placement: subscription.placement,
  }
}
