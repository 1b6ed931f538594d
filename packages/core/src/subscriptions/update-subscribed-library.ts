import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import type { SubscriptionInfo } from '../contract/subscription-info.ts'
import { accessionError } from '../errors/accession-error.ts'
import { changeLibrary } from '../libraries/change-library.ts'
import { refuseInMaintenance } from '../libraries/maintenance.ts'
import { write } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { LibrarySource } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { loadSource } from './load-source.ts'
import { loadSubscribedLibrary } from './load-subscribed-library.ts'
import { lookingOnce } from './looking-once.ts'
import { lookAtPublisher } from './publisher/look-at-publisher.ts'
import { subscriptionUrl } from './show-subscription-info.ts'
import { changeSubscriptionInfo } from './take-subscription-info.ts'
import type { Followed } from './take-subscription-info.ts'

const operation = contract.subscribedLibrary.update

/**
 * Changes a subscribed library, and what it follows; its version moves. Where the publisher is found,
 * or how, is changed once it was found so: else RESOURCE_INACCESSIBLE, and nothing is changed.
 */
export const updateSubscribedLibrary = async (
  world: World,
  caller: Caller,
  { library_id, update_spec }: Input<'subscribedLibrary.update'>,
): Promise<Result<'subscribedLibrary.update'>> => {
  const { subscription_info: info, ...spec } = update_spec
  await change(world, async () => {
    const library = await loadSubscribedLibrary(world, caller, operation, library_id)
    refuseInMaintenance(library, operation)
    if (spec.publish_info?.published === true) {
      throw accessionError('accession.subscription.subscriber_publishes', [])
    }
    const changes = changeLibrary(world, library, spec, 'accession.library.version_stale')
    if (!info) return { changes, result: undefined }
    const source = await loadSource(world, library.id)
    return { changes: [...changes, await follow(world, caller, source, info)], result: undefined }
  })
  world.log.audit('library.update', { library: library_id, user: caller.user.name })
}

const follow = async (
  world: World,
  caller: Caller,
  source: LibrarySource,
  info: SubscriptionInfo,
): Promise<Change> => {
  refuseOtherSource(source, info)
  const before = { ...source, url: subscriptionUrl(source, caller) }
  const followed = changeSubscriptionInfo(before, info)
  // A library here is followed as such, until it is another one, or another way.
  if (source.publisherId !== null && !isFoundOtherwise(before, followed))
    return write('librarySource', source, changeOf(world, source, { ...followed, url: source.url }))
  if (isFoundOtherwise(before, followed)) await lookAtPublisher(world, followed, lookingOnce())
  const set = changeOf(world, source, followed)
  return write('librarySource', source, { ...set, publisherId: null, subscriptionId: null })
}

/** What is read may be sent back; nothing else is taken. */
const refuseOtherSource = (
  { publisherId, subscriptionId }: LibrarySource,
  { source_info: given }: SubscriptionInfo,
): void => {
  if (!given) return
  if (given.source_library === publisherId && given.subscription === subscriptionId) return
  throw accessionError('accession.subscription.source_info_unexpected', [])
}

const changeOf = (
  world: World,
  source: LibrarySource,
  followed: Followed,
): Partial<LibrarySource> => {
  const isSame = source.url === followed.url && source.isOnDemand === followed.isOnDemand
  const dueAt = source.isAutomatic ? source.dueAt : world.clock.now()
  return {
    ...followed,
    dueAt: followed.isAutomatic ? dueAt : null,
    ...(isSame ? {} : { seen: null }),
  }
}

const isFoundOtherwise = (before: Followed, after: Followed): boolean =>
  (['url', 'userName', 'password', 'thumbprint', 'certificate'] as const).some(
    (name) => before[name] !== after[name],
  )
