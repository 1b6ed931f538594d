import { accessionError, isAccessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { isBlobId } from '../ports/blob-arguments.ts'
import type { BlobPresigning, BlobStore, StoredBlob } from '../ports/blob-store.ts'
import type { Store } from '../ports/store.ts'
import type { NamedBlobs } from './named-blobs.ts'

/**
 * Several places for bytes as one: each blob is where its row in the catalog says, which never
 * changes, so it is asked for once and remembered. Bytes without a row are looked for, and deleted,
 * in all places. Room and presigned uploads are those of the default place.
 */
export const createPlacedBlobs = (
  { find }: Pick<Store, 'find'>,
  byDefault: BlobStore,
  named: NamedBlobs,
): BlobStore => {
  const all = [byDefault, ...named.values()]
  const known = new Map<string, string | null>()

  const placeNamed = (name: string | null): BlobStore => {
    const place = name === null ? byDefault : named.get(name)
    if (!place) throw accessionError('accession.blob.place_unknown', [name ?? ''])
    return place
  }

  /** Undefined where the blob has no row. */
  const placeOf = async (id: string): Promise<BlobStore | undefined> => {
    const before = known.get(id)
    if (before !== undefined) return placeNamed(before)
    const [row] = isBlobId(id) ? await find('blob', { where: { id }, limit: 1 }) : []
    if (!row) return undefined
    const [oldest] = known.keys()
    if (known.size >= limits.placesRememberedMax && oldest !== undefined) known.delete(oldest)
    known.set(id, row.place)
    return placeNamed(row.place)
  }

  const presigning: BlobPresigning | undefined = byDefault.presigning && {
    ...byDefault.presigning,
    downloadUrl: async (id, download) => (await placeOf(id))?.presigning?.downloadUrl(id, download),
  }

  return {
    write: async (id, bytes, options) =>
      ((await placeOf(id)) ?? byDefault).write(id, bytes, options),

    async read(id, range) {
      const place = await placeOf(id)
      return place ? place.read(id, range) : readAnywhere(all, id, range)
    },

    async delete(ids) {
      const places = await Promise.all(ids.map(placeOf))
      await Promise.all(
        all.map(async (store) => {
          const here = ids.filter((_, index) => (places[index] ?? store) === store)
          if (here.length > 0) await store.delete(here)
        }),
      )
      for (const id of ids) known.delete(id)
    },

    list: () => listAll(byDefault, named),
    availableBytes: () => byDefault.availableBytes(),
    ...(presigning && { presigning }),
  }
}

const readAnywhere = async (
  [place, ...others]: readonly BlobStore[],
  ...[id, range]: Parameters<BlobStore['read']>
): ReturnType<BlobStore['read']> => {
  if (!place) throw accessionError('accession.blob.not_found', [id])
  try {
    return await place.read(id, range)
  } catch (error) {
    if (others.length === 0 || !isAccessionError(error, 'NOT_FOUND')) throw error
  }
  return readAnywhere(others, id, range)
}

async function* listAll(byDefault: BlobStore, named: NamedBlobs): AsyncGenerator<StoredBlob> {
  yield* byDefault.list()
  for (const [place, store] of named) {
    for await (const blob of store.list()) yield { ...blob, place }
  }
}
