import { authenticateToken, openPublishedLibrary } from '@accession/core'
import { isAccessionError } from '@accession/core/errors'
import type { Library } from '@accession/core/ports'
import type { Exchange } from '../exchange.ts'
import { decodeSegment, rawPath } from '../routing/address-text.ts'
import { readPassword } from '../sign-in/credentials.ts'
import { sessionHeader } from '../sign-in/session-header.ts'

/** A published library, and what its address names below it. */
export interface AskedLibrary {
  readonly library: Library
  /** The segments after the library's id, decoded once. */
  readonly below: readonly string[]
}

/**
 * The library of an address `/cls/vcsp/lib/{library}/…`, for a subscriber who gives the library's
 * password where it has one, or for a user's session.
 */
export const openLibrary = async (exchange: Exchange): Promise<AskedLibrary> => {
  const { context, world, address } = exchange
  const { url, headers } = context.req.raw
  const [id = '', ...below] = rawPath(url).split('/').slice(4).map(decodeSegment)
  const token = headers.get(sessionHeader)
  const library = await openPublishedLibrary(world, id, {
    address,
    password: passwordIn(headers),
    signedIn: token
      ? async () => {
          const identity = await authenticateToken(world, token)
          exchange.user = identity.user.name
          return identity
        }
      : undefined,
  })
  return { library, below }
}

/** What is no password at all is none: a library without one asks nobody for it. */
const passwordIn = (headers: Headers): ReturnType<typeof readPassword> => {
  try {
    return readPassword(headers)
  } catch (error) {
    if (isAccessionError(error, 'UNAUTHENTICATED')) return undefined
    throw error
  }
}

/** How caches may keep what everybody may read, or only the subscriber that gave a password. */
export const cachingOf = ({ publication }: Library, how: string): string =>
  `${publication?.authenticationMethod === 'BASIC' ? 'private' : 'public'}, ${how}`
