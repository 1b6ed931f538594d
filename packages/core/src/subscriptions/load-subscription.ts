import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { isEntityId } from '../names/entity-id.ts'
import type { Library, Subscription } from '../ports/entities.ts'
import type { World } from '../world.ts'

/** A subscription and the living library that it is of. */
export interface LocalSubscription {
  readonly subscription: Subscription
  readonly subscribed: Library
}

/** The subscriptions of a published library whose subscribed libraries are there, the earlier ones first. */
export const loadSubscriptions = async (
  { store }: Pick<World, 'store'>,
  libraryId: string,
): Promise<readonly LocalSubscription[]> => {
  const limit = limits.subscriptionsPerLibraryMax
  const subscriptions = await store.find('subscription', { where: { libraryId }, limit })
  if (subscriptions.length === 0) return []
  const among = subscriptions.map(({ subscribedLibraryId: id }) => id)
  const where = { id: { among }, deletedAt: null }
  const libraries = new Map(
    (await store.find('library', { where, limit })).map((library) => [library.id, library]),
  )
  return subscriptions.flatMap((subscription) => {
    const subscribed = libraries.get(subscription.subscribedLibraryId)
    return subscribed ? [{ subscription, subscribed }] : []
  })
}

/** The subscription of that id; throws `not_found` where the library has none, or its library is gone. */
export const loadSubscription = async (
  { store }: Pick<World, 'store'>,
  libraryId: string,
  id: string,
): Promise<LocalSubscription> => {
  const [subscription] = isEntityId(id)
    ? await store.find('subscription', { where: { id, libraryId }, limit: 1 })
    : []
  const where = { id: subscription?.subscribedLibraryId ?? '', deletedAt: null }
  const [subscribed] = subscription ? await store.find('library', { where, limit: 1 }) : []
  if (subscription && subscribed) return { subscription, subscribed }
  throw accessionError('accession.subscription.not_found', [libraryId, id])
}
