import type { Client } from '@accession/client'
import type { SubscriptionInfo } from '@accession/core/contract'

/** What a library that follows another one is made with. */
export interface SubscribedLibrary {
  readonly name: string
  readonly description: string
  readonly datastore: string
  readonly subscription: SubscriptionInfo
}

/** Creates a library that follows a published one; a server here has no datastores and takes any. */
export const createSubscribedLibrary = (
  client: Client,
  { name, description, datastore, subscription }: SubscribedLibrary,
  signal: AbortSignal,
): Promise<string> =>
  client.subscribedLibrary.create(
    {
      create_spec: {
        name,
        ...(description !== '' && { description }),
        storage_backings: [{ type: 'DATASTORE', datastore_id: datastore }],
        subscription_info: subscription,
      },
    },
    { signal },
  )
