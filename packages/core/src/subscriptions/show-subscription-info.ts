import type { Caller } from '../access/caller.ts'
import type { SubscriptionInfo } from '../contract/subscription-info.ts'
import type { LibrarySource } from '../ports/entities.ts'
import { publishedPath } from '../publishing/publisher.ts'

type Origin = Pick<Caller, 'origin'>

/** The address of what is followed; of a library here as the caller sees it. */
export const subscriptionUrl = (
  { url, publisherId }: Pick<LibrarySource, 'url' | 'publisherId'>,
  { origin }: Origin,
): string => (publisherId === null ? url : `${origin}${publishedPath(publisherId)}lib.json`)

/** What a library follows, as it is read: without password and certificate. */
export const showSubscriptionInfo = (source: LibrarySource, caller: Origin): SubscriptionInfo => {
  const { userName, password, isOnDemand, isAutomatic, publisherId, subscriptionId } = source
  return {
    subscription_url: subscriptionUrl(source, caller),
    authentication_method: password === null ? 'NONE' : 'BASIC',
    ...(userName !== null && { user_name: userName }),
    on_demand: isOnDemand,
    automatic_sync_enabled: isAutomatic,
    ...(publisherId !== null &&
      subscriptionId !== null && {
        source_info: { source_library: publisherId, subscription: subscriptionId },
      }),
  }
}
