export { createR2BlobStore } from './create-r2-blob-store.ts'
export type { R2BlobStoreOptions } from './create-r2-blob-store.ts'
export type {
  R2Binding,
  R2Multipart,
  R2Part,
  R2PutOptions,
  R2Stored,
  R2StoredBody,
} from './r2-binding.ts'
