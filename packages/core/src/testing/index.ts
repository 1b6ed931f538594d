export { describeBlobStore } from './describe-blob-store.ts'
export type { BlobStoreSuiteOptions, OpenBlobStore } from './describe-blob-store.ts'
