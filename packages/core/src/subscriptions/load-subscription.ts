import type { Identity } from '../access/caller.ts'
import type { AnyOperation } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { isEntityId } from '../names/entity-id.ts'
import type { Library, Subscription } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { loadPublisher } from './load-publisher.ts'

/** A subscription and the living library that it is of. */
export interface LocalSubscription {
  readonly subscription: Subscription
  readonly subscribed: Library
}

type Operation = Pick<AnyOperation, 'privileges'>

/**
 * The subscriptions of a published library whose subscribed libraries are there, the earlier ones
 * first, for a caller who may do this with it; throws what `loadPublisher` does.
 */
export const loadSubscriptionsOf = async (
  world: World,
  caller: Identity,
  operation: Operation,
  libraryId: string,
): Promise<readonly LocalSubscription[]> => {
  const [, subscriptions] = await Promise.all([
    loadPublisher(world, caller, operation, libraryId),
    findSubscriptions(world, libraryId),
  ])
  return withLibraries(world, subscriptions)
}

/** The same of a library that was read. */
export const loadSubscriptions = async (
  world: World,
  libraryId: string,
): Promise<readonly LocalSubscription[]> =>
  withLibraries(world, await findSubscriptions(world, libraryId))

const findSubscriptions = async (
  { store }: World,
  libraryId: string,
): Promise<readonly Subscription[]> => {
  if (!isEntityId(libraryId)) return []
  const limit = limits.subscriptionsPerLibraryMax
  return store.find('subscription', { where: { libraryId }, limit })
}

const withLibraries = async (
  { store }: World,
  subscriptions: readonly Subscription[],
): Promise<readonly LocalSubscription[]> => {
  if (subscriptions.length === 0) return []
  const among = subscriptions.map(({ subscribedLibraryId: id }) => id)
  const where = { id: { among }, deletedAt: null }
  const found = await store.find('library', { where, limit: subscriptions.length })
  const libraries = new Map(found.map((library) => [library.id, library]))
  return subscriptions.flatMap((subscription) => {
    const subscribed = libraries.get(subscription.subscribedLibraryId)
    return subscribed ? [{ subscription, subscribed }] : []
  })
}

/**
 * One of them; throws `not_found` where the library has none of that id, or its subscribed library is
 * gone, and before that what `loadPublisher` does.
 */
export const loadSubscription = async (
  world: World,
  caller: Identity,
  operation: Operation,
  {
    library: libraryId,
    subscription: id,
  }: { readonly library: string; readonly subscription: string },
): Promise<LocalSubscription> => {
  const [, subscriptions] = await Promise.all([
    loadPublisher(world, caller, operation, libraryId),
    isEntityId(id) && isEntityId(libraryId)
      ? world.store.find('subscription', { where: { id, libraryId }, limit: 1 })
      : [],
  ])
  const [found] = await withLibraries(world, subscriptions)
  if (found) return found
  throw accessionError('accession.subscription.not_found', [libraryId, id])
}
