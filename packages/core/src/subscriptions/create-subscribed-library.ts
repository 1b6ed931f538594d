import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { answerOnce } from '../client-tokens/answer-once.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import type { LibraryModel } from '../contract/library-model.ts'
import { accessionError } from '../errors/accession-error.ts'
import { makeLibrary, refuseTooMany } from '../libraries/create-local-library.ts'
import { insert } from '../ports/changes.ts'
import type { World } from '../world.ts'
import { lookingOnce } from './looking-once.ts'
import { lookAtPublisher } from './publisher/look-at-publisher.ts'
import { beginLibrarySync } from './synchronizing/begin-library-sync.ts'
import { makeSource, takeSubscriptionInfo } from './take-subscription-info.ts'

const operation = contract.subscribedLibrary.create

/**
 * Creates a library that follows a published one, once that was found, and begins to synchronize it.
 * Rejects with RESOURCE_INACCESSIBLE where the publisher cannot be read: then none is made.
 */
export const createSubscribedLibrary = async (
  world: World,
  caller: Caller,
  { client_token, create_spec }: Input<'subscribedLibrary.create'>,
): Promise<Result<'subscribedLibrary.create'>> => {
  authorize(caller, operation, null)
  const { subscription_info: info, publish_info, ...spec } = create_spec
  const library = { ...makeLibrary(world, spec), type: 'SUBSCRIBED' as const }
  if (publish_info?.published === true)
    throw accessionError('accession.subscription.subscriber_publishes', [])
  if (!info) throw accessionError('accession.subscription.info_missing', [])
  if (info.source_info) throw accessionError('accession.subscription.source_info_unexpected', [])
  const followed = takeSubscriptionInfo(info)
  let isLookedAt = false
  const id = await answerOnce(
    world,
    caller,
    operation,
    client_token,
    withoutSecrets(create_spec),
    async () => {
      await refuseTooMany(world)
      // Asked once, however often the catalog changes meanwhile.
      if (!isLookedAt) await lookAtPublisher(world, followed, lookingOnce())
      isLookedAt = true
      const now = world.clock.now()
      return {
        changes: [
          insert('library', library),
          insert('librarySource', makeSource(world, library.id, followed, { now, isBegun: true })),
          beginLibrarySync(world, caller, library, operation),
        ],
        result: library.id,
      }
    },
  )
  if (id === library.id) {
    world.log.audit('library.create', { library: id, user: caller.user.name })
    world.runTasksSoon()
  }
  return id
}

/** What is kept of a call to know it again must not tell its password. */
const withoutSecrets = ({ subscription_info: info, ...spec }: LibraryModel): LibraryModel => ({
  ...spec,
  subscription_info: { ...info, password: undefined },
})
