import type { BlobStore } from '@accession/core/ports'
import { createDeleteBlobs } from './delete-blobs.ts'
import { listBlobs } from './list-blobs.ts'
import { createPresigning } from './presign.ts'
import { readBlob } from './read-blob.ts'
import type { S3BlobStoreOptions } from './s3-blob-store-options.ts'
import { createS3Client } from './s3-client.ts'
import { createWriteBlob } from './write-blob.ts'

/**
 * Bytes as objects of an S3-compatible bucket, which any number of processes may share. It needs
 * nothing but `fetch` and `crypto`.
 */
export const createS3BlobStore = (options: S3BlobStoreOptions): BlobStore => {
  const client = createS3Client(options)
  return {
    write: createWriteBlob(client, options),
    read: async (id, range) => readBlob(client, id, range, options.timeoutMs ?? 30_000),
    delete: createDeleteBlobs(client),
    list: () => listBlobs(client),
    // A bucket has no bound, or none that it tells of.
    availableBytes: async () => Infinity,
    presigning: createPresigning(client, options),
  }
}
