import { pagesOf } from '../admin/pages-of.ts'
import { accessionError } from '../errors/accession-error.ts'
import type { World } from '../world.ts'
import { requirePlace } from './named-blobs.ts'

type Ports = Pick<World, 'store' | 'namedBlobs'>

/**
 * Throws SERVICE_UNAVAILABLE where a library is, or has been, in a place that nobody named here: what
 * was put there could not be read, and what is put there would be elsewhere.
 */
export const requireKnownPlaces = async (world: Ports): Promise<void> => {
  for await (const libraries of pagesOf(world.store, 'library')) {
    for (const { name, place, isScattered } of libraries) {
      requirePlace(world, place)
      if (isScattered && !world.namedBlobs?.size)
        throw accessionError('accession.blob.places_forgotten', [name])
    }
  }
}
