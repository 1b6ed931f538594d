import { accessionError } from '../errors/accession-error.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { World } from '../world.ts'

/** Places for bytes besides the default one, by the names that operators gave them. */
export type NamedBlobs = ReadonlyMap<string, BlobStore>

/** How the default place is called where a place is named. */
export const defaultPlaceName = 'default'

/** Throws SERVICE_UNAVAILABLE for a place that nobody named here. */
export const requirePlace = (
  { namedBlobs }: Pick<World, 'namedBlobs'>,
  place: string | null,
): void => {
  if (place === null || namedBlobs?.has(place)) return
  throw accessionError('accession.blob.place_unknown', [place])
}

/** The bytes that can still be written to a place; null is the default one. */
export const roomIn = (
  { blobs, namedBlobs }: Pick<World, 'blobs' | 'namedBlobs'>,
  place: string | null,
): Promise<number> => ((place !== null && namedBlobs?.get(place)) || blobs).availableBytes()

/** The place that a storage backing names for new bytes; null, the default one, where it names none. */
export const placeNamedBy = (
  { namedBlobs }: Pick<World, 'namedBlobs'>,
  { datastoreId }: { readonly datastoreId: string | null },
): string | null => (datastoreId !== null && namedBlobs?.has(datastoreId) ? datastoreId : null)
