import type { Caller } from '../access/caller.ts'
import { answerOnce } from '../client-tokens/answer-once.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import type {
  NewSubscribedLibrary,
  SubscriptionLibrarySpec,
} from '../contract/subscription-model.ts'
import { accessionError } from '../errors/accession-error.ts'
import { makeLibrary, refuseTooMany } from '../libraries/create-local-library.ts'
import { limits } from '../limits.ts'
import { isEntityId } from '../names/entity-id.ts'
import { check, insert, write } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { Library, LibrarySource, Subscription } from '../ports/entities.ts'
import { publishedPath } from '../publishing/publisher.ts'
import type { World } from '../world.ts'
import { loadPublisher } from './load-publisher.ts'
import { beginLibrarySync } from './synchronizing/begin-library-sync.ts'
import { takePlacement } from './take-placement.ts'
import { makeSource } from './take-subscription-info.ts'

const operation = contract.subscriptions.create

/**
 * Subscribes a library of this server to a published one of its own: a new one, which is synchronized
 * at once, or one that follows it already. Libraries of other vCenters are RESOURCE_INACCESSIBLE.
 */
export const createSubscription = async (
  world: World,
  caller: Caller,
  { client_token, library: libraryId, spec }: Input<'subscriptions.create'>,
): Promise<Result<'subscriptions.create'>> => {
  const id = world.ids.uuid()
  const asked = { libraryId, spec }
  const made = await answerOnce(world, caller, operation, client_token, asked, async () => {
    const { subscribed_library: wanted } = spec
    const [publisher, isFull, existing] = await Promise.all([
      loadPublisher(world, caller, operation, libraryId),
      hasTooMany(world, libraryId),
      findExisting(world, libraryId, wanted),
    ])
    if (wanted.location === 'REMOTE') throw accessionError('accession.subscription.not_remote', [])
    if (isFull)
      throw accessionError('accession.subscription.too_many', [limits.subscriptionsPerLibraryMax])
    const { subscribedLibraryId, changes } =
      wanted.target === 'CREATE_NEW'
        ? await newLibrary(world, caller, { publisher, id, wanted })
        : existingLibrary(publisher, id, wanted, existing)
    const row = {
      id,
      revision: 1,
      libraryId: publisher.id,
      subscribedLibraryId,
      placement: takePlacement(wanted.placement),
      createdAt: world.clock.now(),
    }
    return {
      changes: [
        check('library', publisher.id, { revision: publisher.revision, deletedAt: null }),
        insert('subscription', row),
        ...changes,
      ],
      result: id,
    }
  })
  if (made === id) {
    const fields = { library: libraryId, subscription: id, user: caller.user.name }
    world.log.audit('subscription.create', fields)
    world.runTasksSoon()
  }
  return made
}

const hasTooMany = async ({ store }: World, libraryId: string): Promise<boolean> => {
  if (!isEntityId(libraryId)) return false
  const limit = limits.subscriptionsPerLibraryMax
  const ids = await store.ids('subscription', { where: { libraryId }, limit })
  return ids.length === limit
}

interface Wanted {
  readonly publisher: Library
  /** The subscription's. */
  readonly id: string
  readonly wanted: SubscriptionLibrarySpec
}

interface Subscribed {
  readonly subscribedLibraryId: string
  readonly changes: readonly Change[]
}

const newLibrary = async (
  world: World,
  caller: Caller,
  { publisher, id, wanted }: Wanted,
): Promise<Subscribed> => {
  const { automatic_sync_enabled: isAutomatic, on_demand: isOnDemand, ...spec } = given(wanted)
  await refuseTooMany(world)
  const library = { ...makeLibrary(world, spec), type: 'SUBSCRIBED' as const }
  const followed = {
    url: '',
    userName: null,
    password: null,
    thumbprint: null,
    certificate: null,
    isOnDemand,
    isAutomatic,
  }
  const now = world.clock.now()
  const source = makeSource(world, library.id, followed, { now, isBegun: true })
  return {
    subscribedLibraryId: library.id,
    changes: [
      insert('library', library),
      insert('librarySource', { ...source, publisherId: publisher.id, subscriptionId: id }),
      beginLibrarySync(world, caller, library, operation),
    ],
  }
}

/** The wire has seen to it that it is there. */
const given = ({ new_subscribed_library: spec }: SubscriptionLibrarySpec): NewSubscribedLibrary => {
  if (!spec) throw new TypeError('CREATE_NEW comes without new_subscribed_library')
  return spec
}

/** What there is of a library that is to be subscribed. */
interface Existing {
  readonly library: Library | undefined
  readonly source: LibrarySource | undefined
  readonly known: Subscription | undefined
}

const findExisting = async (
  { store }: World,
  libraryId: string,
  { target, subscribed_library: id = '' }: SubscriptionLibrarySpec,
): Promise<Existing> => {
  const nothing = { library: undefined, source: undefined, known: undefined }
  if (target !== 'USE_EXISTING' || !isEntityId(id) || !isEntityId(libraryId)) return nothing
  const [[library], [source], [known]] = await Promise.all([
    store.find('library', { where: { id, deletedAt: null }, limit: 1 }),
    store.find('librarySource', { where: { libraryId: id }, limit: 1 }),
    store.find('subscription', { where: { libraryId, subscribedLibraryId: id }, limit: 1 }),
  ])
  return { library, source, known }
}

const existingLibrary = (
  publisher: Library,
  id: string,
  { subscribed_library: subscribedId = '' }: SubscriptionLibrarySpec,
  { library, source, known }: Existing,
): Subscribed => {
  if (!library) throw accessionError('accession.library.not_found', [subscribedId])
  if (library.type !== 'SUBSCRIBED')
    throw accessionError('accession.subscription.library_not_subscribed', [library.id])
  if (known) {
    const args = [publisher.id, library.id, known.id] as const
    throw accessionError('accession.subscription.exists', args)
  }
  if (!source) throw accessionError('accession.subscription.follows_nothing', [library.id])
  if (!isFollowing(source, publisher))
    throw accessionError('accession.subscription.follows_other', [library.id, publisher.id])
  return {
    subscribedLibraryId: library.id,
    changes: [
      check('library', library.id, { deletedAt: null }),
      write('librarySource', source, {
        publisherId: publisher.id,
        subscriptionId: id,
        url: '',
        userName: null,
        password: null,
        thumbprint: null,
        certificate: null,
        seen: null,
      }),
    ],
  }
}

/** Whether a library follows one of this server, whatever the origin that it was found at. */
const isFollowing = ({ url, publisherId }: LibrarySource, { id }: Library): boolean =>
  publisherId === id ||
  (URL.canParse(url) && new URL(url).pathname === `${publishedPath(id)}lib.json`)
