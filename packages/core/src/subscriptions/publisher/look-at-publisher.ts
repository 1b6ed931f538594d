import type { SeenLibrary } from '../../ports/entities.ts'
import type { World } from '../../world.ts'
import { readLibraryDocument } from '../vcsp/read-library-document.ts'
import { fetchDocument } from './fetch-document.ts'
import { lookAtLocal } from './local-publisher.ts'
import type { PublisherAccess } from './publisher-request.ts'

/** A published library as it is now. */
export interface PublishedLibrary extends SeenLibrary {
  readonly name: string
  readonly itemsUrl: string
}

/**
 * Looks at the `lib.json` of a publisher; undefined where it is the library, at the version, that was
 * seen: then there is nothing to do, and nothing more was asked. Rejects with RESOURCE_INACCESSIBLE.
 */
export const lookAtPublisher = async (
  world: World,
  access: PublisherAccess,
  options: {
    readonly seen: SeenLibrary | null
    readonly signal: AbortSignal
    readonly attemptsMax?: number
  },
): Promise<PublishedLibrary | undefined> => {
  const { seen, ...asking } = options
  if (access.publisherId) return lookAtLocal(world, access.publisherId, seen)
  const fetched = await fetchDocument(world, access, {
    ...asking,
    document: 'lib.json',
    url: access.url,
    knownEtag: seen?.etag ?? null,
  })
  if (!fetched) return undefined
  const { id, version, name, itemsUrl } = readLibraryDocument(fetched.bytes, access.url)
  const isSeen = seen !== null && version !== null && seen.id === id && seen.version === version
  return isSeen ? undefined : { id, version, etag: fetched.etag, name, itemsUrl }
}
