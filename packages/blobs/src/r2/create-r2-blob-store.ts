import type { BlobPresigning, BlobStore } from '@accession/core/ports'
import { createArrived } from './arrived.ts'
import { createDeleteBlobs } from './delete-blobs.ts'
import { listBlobs } from './list-blobs.ts'
import type { R2Binding } from './r2-binding.ts'
import { r2Place } from './r2-place.ts'
import { readBlob } from './read-blob.ts'
import { createR2Parts } from './r2-parts.ts'
import { createWriteBlob } from './write-blob.ts'

export interface R2BlobStoreOptions {
  readonly bucket: R2Binding
  /** What all keys begin with, so that a bucket serves several; `/` follows it. @default none */
  readonly prefix?: string | undefined
  /** Signs URLs of the bucket's S3 address, which has the same keys; not set: clients come by us. */
  readonly signing?: Pick<BlobPresigning, 'uploadUrl' | 'downloadUrl'> | undefined
  /** Bytes of a part of a large blob, and of the largest that goes in one put. @default 8 MiB */
  readonly partSizeBytes?: number | undefined
  /** The same of parts that come by requests of their own; they grow with the blob. @default 32 MiB */
  readonly sentPartSizeBytes?: number | undefined
  /** Parts of one blob on their way at once, beside the one that is being gathered. @default 2 */
  readonly partsAtOnce?: number | undefined
  /**
   * Bytes that all writes of an isolate may hold, which has 128 MB. From half of it on each write
   * sends one part at a time, past it a write is refused as overloaded. @default 64 MiB
   */
  readonly heldBytesMax?: number | undefined
}

const mib = 1024 * 1024

/** Bytes as objects of an R2 bucket; holds nothing that belongs to one request. */
export const createR2BlobStore = (options: R2BlobStoreOptions): BlobStore => {
  const { partSizeBytes = 8 * mib, partsAtOnce = 2, heldBytesMax = 64 * mib } = options
  const place = r2Place(options.bucket, options.prefix)
  return {
    write: createWriteBlob(place, { partSizeBytes, partsAtOnce, heldBytesMax }),
    read: async (id, range) => readBlob(place, id, range),
    delete: createDeleteBlobs(place),
    list: () => listBlobs(place),
    availableBytes: async () => Infinity,
    ...(options.signing && {
      presigning: { ...options.signing, arrived: createArrived(place) },
    }),
    parts: createR2Parts(place, options.sentPartSizeBytes ?? 32 * mib),
  }
}
