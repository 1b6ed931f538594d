import { accessionError } from '../errors/accession-error.ts'
import type { Library } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { loadSubscriptions } from './load-subscription.ts'
import type { LocalSubscription } from './load-subscription.ts'

/**
 * The subscriptions that are published to: those named, or all. Throws INVALID_ARGUMENT for one that
 * the library has not.
 */
export const publishedTo = async (
  world: World,
  { id }: Pick<Library, 'id'>,
  named: readonly { readonly subscription: string }[] | undefined,
): Promise<readonly LocalSubscription[]> => {
  const all = await loadSubscriptions(world, id)
  if (named === undefined) return all
  const byId = new Map(all.map((one) => [one.subscription.id, one]))
  const ids = new Set(named.map(({ subscription }) => subscription))
  return Array.from(ids, (subscription) => {
    const found = byId.get(subscription)
    if (!found) throw accessionError('accession.subscription.unknown', [id, subscription])
    return found
  })
}
