import { requirePrivilege } from '../access/authorize.ts'
import type { Identity } from '../access/caller.ts'
import { requirePassword } from '../access/require-password.ts'
import { accessionError } from '../errors/accession-error.ts'
import { isEntityId } from '../names/entity-id.ts'
import type { Library } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { isPublished, subscriberName } from './publisher.ts'

/** Who asks for a published library. */
export interface Subscriber {
  /** The network address that the request comes from. */
  readonly address: string
  /** The name and the password that it gives, where it gives any. */
  readonly password?: { readonly userName: string; readonly password: string } | undefined
  /** Who is signed in besides; asked only where that decides. */
  readonly signedIn?: (() => Promise<Identity>) | undefined
}

/**
 * The library of that id for a subscriber: with BASIC one that gives its password, or a user who may
 * download from it. Throws `not_found` for what is not published, whoever asks, `unauthenticated` and
 * `unauthorized`.
 */
export const openPublishedLibrary = async (
  world: World,
  id: string,
  subscriber: Subscriber,
): Promise<Library> => {
  const [library] = isEntityId(id)
    ? await world.store.find('library', { where: { id, deletedAt: null }, limit: 1 })
    : []
  if (!library || !isPublished(library)) {
    throw accessionError('accession.publishing.not_published', [id])
  }
  if (library.publication?.authenticationMethod === 'BASIC') {
    await admit(world, library, subscriber)
  }
  return library
}

const admit = async (
  world: World,
  library: Library,
  { address, password: given, signedIn }: Subscriber,
): Promise<void> => {
  if (signedIn) {
    requirePrivilege(await signedIn(), 'ContentLibrary.DownloadSession', library.id)
    return
  }
  if (!given) throw accessionError('accession.access.no_credentials', [])
  const isSubscriber = given.userName === subscriberName
  const hash = library.publication?.passwordHash ?? undefined
  const passwordHash = isSubscriber ? hash : undefined
  const subject = `library ${library.id}`
  const { password } = given
  await requirePassword(world, { subject, password, address, passwordHash }, () =>
    world.log.audit('library.subscriber_refused', { library: library.id, address }),
  )
}
