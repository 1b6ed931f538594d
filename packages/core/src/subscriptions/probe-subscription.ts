import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { isAccessionError } from '../errors/accession-error.ts'
import { fillMessage } from '../errors/messages.ts'
import { showCertificate } from '../probing/show-certificate.ts'
import type { World } from '../world.ts'
import { lookingOnce } from './looking-once.ts'
import { probeStatusOf } from './probe-status.ts'
import { lookAtPublisher } from './publisher/look-at-publisher.ts'
import { faultIn } from './subscription-info.ts'
import { takeSubscriptionInfo } from './take-subscription-info.ts'

/**
 * Tells whether a subscription would work, as one look at its `lib.json` shows; and the certificate
 * that its server shows, so that whoever asked can decide to believe it.
 */
export const probeSubscription = async (
  world: World,
  caller: Caller,
  { subscription_info: info }: Input<'subscribedLibrary.probe'>,
): Promise<Result<'subscribedLibrary.probe'>> => {
  authorize(caller, contract.subscribedLibrary.probe, null)
  const fault = faultIn(info)
  if (fault) {
    const isOfPassword = fault === 'accession.subscription.password_missing'
    const status = isOfPassword ? 'INVALID_CREDENTIALS' : 'INVALID_URL'
    return { status, error_messages: [fillMessage(fault, [])] }
  }
  const followed = takeSubscriptionInfo(info)
  const shown = await showCertificate(world, followed.url, lookingOnce().signal)
  try {
    await lookAtPublisher(world, followed, lookingOnce())
    return { status: 'SUCCESS', ...shown, error_messages: [] }
  } catch (error) {
    if (!isAccessionError(error)) throw error
    return { status: probeStatusOf(error), ...shown, error_messages: [...error.messages] }
  }
}
