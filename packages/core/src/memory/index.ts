export { createMemoryBlobStore } from './blob-store.ts'
export type { MemoryBlobStoreOptions } from './blob-store.ts'
export { createMemoryStore } from './store.ts'
