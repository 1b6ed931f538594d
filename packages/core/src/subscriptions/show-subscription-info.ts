import type { SubscriptionInfo } from '../contract/subscription-info.ts'
import type { LibrarySource } from '../ports/entities.ts'

/** What a library follows, as it is read: without password and certificate. */
export const showSubscriptionInfo = (source: LibrarySource): SubscriptionInfo => {
  const { url, userName, password, isOnDemand, isAutomatic, publisherId, subscriptionId } = source
  return {
    subscription_url: url,
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
