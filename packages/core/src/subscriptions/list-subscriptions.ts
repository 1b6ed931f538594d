import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import type { World } from '../world.ts'
import { loadPublisher } from './load-publisher.ts'
import { loadSubscriptions } from './load-subscription.ts'

/** The subscriptions of a published library. */
export const listSubscriptions = async (
  world: World,
  caller: Caller,
  input: Input<'subscriptions.list'>,
): Promise<Result<'subscriptions.list'>> => {
  const library = await loadPublisher(world, caller, contract.subscriptions.list, input.library)
  const subscriptions = await loadSubscriptions(world, library.id)
  return subscriptions.map(({ subscription, subscribed }) => ({
    subscription: subscription.id,
    subscribed_library: subscribed.id,
    subscribed_library_name: subscribed.name,
  }))
}
