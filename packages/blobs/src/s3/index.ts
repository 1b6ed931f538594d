export { createS3BlobStore } from './s3-blob-store.ts'
export type { S3BlobStoreOptions, S3Credentials } from './s3-blob-store-options.ts'
export { parseS3Url } from './parse-s3-url.ts'
