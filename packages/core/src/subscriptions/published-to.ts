import { accessionError } from '../errors/accession-error.ts'
import type { LocalSubscription } from './load-subscription.ts'

/**
 * Of the subscriptions of a library those that are published to: those named, or all. Throws
 * INVALID_ARGUMENT for one that the library has not.
 */
export const publishedTo = (
  libraryId: string,
  all: readonly LocalSubscription[],
  named: readonly { readonly subscription: string }[] | undefined,
): readonly LocalSubscription[] => {
  if (named === undefined) return all
  const byId = new Map(all.map((one) => [one.subscription.id, one]))
  const ids = new Set(named.map(({ subscription }) => subscription))
  return Array.from(ids, (subscription) => {
    const found = byId.get(subscription)
    if (!found) throw accessionError('accession.subscription.unknown', [libraryId, subscription])
    return found
  })
}
