import type { BlobStore } from '@accession/core/ports'
import type { S3BlobStoreOptions } from '../s3/s3-blob-store-options.ts'
import { createS3BlobStore as createWith } from '../s3/s3-blob-store.ts'
import { createNodeSend } from './node-send.ts'

export { parseS3Url } from '../s3/parse-s3-url.ts'
export type { S3BlobStoreOptions, S3Credentials } from '../s3/s3-blob-store-options.ts'

/** The same store as `@accession/blobs/s3` makes, by the means of Node.js. */
export const createS3BlobStore = (options: S3BlobStoreOptions): BlobStore =>
  createWith({ send: createNodeSend(), ...options })
