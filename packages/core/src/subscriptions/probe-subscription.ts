import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { fillMessage } from '../errors/messages.ts'
import type { World } from '../world.ts'
import { faultIn } from './subscription-info.ts'

/**
 * Tells what can be told of a subscription without fetching: an address that is none, a password that
 * is missing. Of any other it says that nobody has looked, which is no `SUCCESS`.
 */
export const probeSubscription = async (
  _world: World,
  caller: Caller,
  { subscription_info }: Input<'subscribedLibrary.probe'>,
): Promise<Result<'subscribedLibrary.probe'>> => {
  authorize(caller, contract.subscribedLibrary.probe, null)
  const fault = faultIn(subscription_info)
  if (!fault) {
    const unasked = fillMessage('accession.subscription.probe_not_served', [])
    return { status: 'UNKNOWN_ERROR', error_messages: [unasked] }
  }
  const isOfPassword = fault === 'accession.subscription.password_missing'
  const status = isOfPassword ? 'INVALID_CREDENTIALS' : 'INVALID_URL'
  return { status, error_messages: [fillMessage(fault, [])] }
}
