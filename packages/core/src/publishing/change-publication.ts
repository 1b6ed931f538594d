import { passwordChecksOf } from '../access/require-password.ts'
import { checkPassword } from '../access/create-user.ts'
import type { Caller } from '../access/caller.ts'
import type { PublishInfo } from '../contract/publish-info.ts'
import { accessionError } from '../errors/accession-error.ts'
import { isPlainText } from '../names/is-plain-text.ts'
import type { Library, Publication } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { subscriberName } from './publisher.ts'

/** How a library is published as it was read; null as it is before anybody has said so. */
type PublicationOf = Pick<Library, 'id' | 'publication'>

/** Decides how a library is published from then on. */
export type PublicationChange = (library: PublicationOf) => Promise<Publication | null>

const unpublished: Publication = {
  isPublished: false,
  authenticationMethod: 'NONE',
  passwordHash: null,
  isJsonPersisted: false,
}

/**
 * What a `publish_info` changes; what it leaves out stays. Refuses with `invalid_argument` what could
 * not be, and whoever changes the password, switches BASIC off or stops publishing under it without
 * the current password. It may be asked again for a library that has changed meanwhile: passwords
 * are hashed once.
 */
export const publicationChange = (
  world: World,
  caller: Pick<Caller, 'user'>,
  info: PublishInfo,
): PublicationChange => {
  checkInfo(info)
  let hashing: Promise<string> | undefined
  const matches = new Map<string, Promise<boolean>>()

  const requireCurrent = async (id: string, hash: string): Promise<void> => {
    const { current_password: current } = info
    if (!current) throw accessionError('accession.publishing.current_password_missing', [])
    const check =
      matches.get(hash) ??
      passwordChecksOf(world).isRight(current, hash, `user ${caller.user.name}`)
    matches.set(hash, check)
    if (!(await check)) {
      throw accessionError('accession.publishing.current_password_wrong', [id])
    }
  }

  return async ({ id, publication }) => {
    const before = publication ?? unpublished
    const method = info.authentication_method ?? before.authenticationMethod
    const isNeeded = method === 'BASIC'
    if (!isNeeded && info.password) {
      throw accessionError('accession.publishing.password_unexpected', [])
    }
    const { passwordHash: hash } = before
    if (isNeeded && info.password === undefined && hash === null) {
      throw accessionError('accession.publishing.password_missing', [])
    }
    if (isNeeded && info.password === '') {
      throw accessionError('accession.publishing.password_missing', [])
    }
    const isPublished = info.published ?? before.isPublished
    const isGuarded = info.password || !isNeeded || (before.isPublished && !isPublished)
    if (hash !== null && isGuarded) await requireCurrent(id, hash)
    hashing ??= info.password ? world.passwords.hash(info.password) : undefined
    return {
      isPublished,
      authenticationMethod: method,
      passwordHash: isNeeded ? ((await hashing) ?? hash) : null,
      isJsonPersisted: info.persist_json_enabled ?? before.isJsonPersisted,
    }
  }
}

const checkInfo = ({ user_name: userName, password, current_password: current }: PublishInfo) => {
  if (userName !== undefined && userName !== subscriberName) {
    throw accessionError('accession.publishing.user_name_other', [subscriberName])
  }
  for (const [argument, text] of [
    ['publish_info.password', password],
    ['publish_info.current_password', current],
  ] as const) {
    if (!text) continue
    checkPassword(text)
    if (!isPlainText(text))
      throw accessionError('accession.argument.control_characters', [argument])
  }
}

/** Whether a `publish_info` asks for anything else than there is, where only that can be taken. */
export const asksForMore = (
  { published, authentication_method, persist_json_enabled, password }: PublishInfo,
  { publication }: PublicationOf,
): boolean => {
  const { isPublished, authenticationMethod, isJsonPersisted } = publication ?? unpublished
  return (
    Boolean(password) ||
    (published ?? isPublished) !== isPublished ||
    (authentication_method ?? authenticationMethod) !== authenticationMethod ||
    (persist_json_enabled ?? isJsonPersisted) !== isJsonPersisted
  )
}
