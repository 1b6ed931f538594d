import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import { write } from '../ports/changes.ts'
import type { World } from '../world.ts'
import { loadSubscription } from './load-subscription.ts'
import { takePlacement } from './take-placement.ts'

const operation = contract.subscriptions.update

/** Changes where virtual machine templates of a subscription go, which is all that can be changed of it. */
export const updateSubscription = async (
  world: World,
  caller: Caller,
  { spec, ...one }: Input<'subscriptions.update'>,
): Promise<Result<'subscriptions.update'>> => {
  await change(world, async () => {
    const { subscription } = await loadSubscription(world, caller, operation, one)
    const { subscribed_library_vcenter: vcenter, subscribed_library_placement: placed } = spec
    if (vcenter) throw accessionError('accession.subscription.vcenter_unexpected', [])
    if (!placed) return { changes: [], result: undefined }
    const set = { placement: takePlacement(placed) }
    return { changes: [write('subscription', subscription, set)], result: undefined }
  })
}
