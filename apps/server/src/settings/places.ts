import type { ServerSettings } from './server-settings.ts'
import type { BlobsSetting, StoreSetting } from './setting-values.ts'

/** Where catalog and bytes are, in words that hold no secret. */
export const placesOf = ({
  store,
  blobs,
  blobStores,
}: Pick<ServerSettings, 'store' | 'blobs' | 'blobStores'>): {
  readonly catalog: string
  readonly bytes: string
  readonly blob_stores?: string
} => {
  const named = [...blobStores].map(([name, place]) => `${name}=${bytesPlace(place)}`)
  return {
    catalog: catalogPlace(store),
    bytes: bytesPlace(blobs),
    ...(named.length > 0 && { blob_stores: named.join(', ') }),
  }
}

const catalogPlace = (store: StoreSetting): string => {
  if (store.kind === 'memory') return 'memory:'
  if (store.kind === 'sqlite') return store.path
  const { host, pathname, searchParams } = new URL(store.url)
  return `postgres://${searchParams.get('host') ?? host}${pathname}`
}

/** Where bytes are, in words that hold no secret. */
export const bytesPlace = (blobs: BlobsSetting): string => {
  if (blobs.kind === 'memory') return 'memory:'
  if (blobs.kind === 'folder') return blobs.folder
  const { host, pathname } = new URL(blobs.url)
  return `s3://${host}${pathname}`
}

/** Whether several machines could share the catalog, and yet not all of the bytes. */
export const isHalfShared = ({
  store,
  blobs,
  blobStores,
}: Pick<ServerSettings, 'store' | 'blobs' | 'blobStores'>): boolean =>
  store.kind === 'postgres' && [blobs, ...blobStores.values()].some(({ kind }) => kind === 'folder')
