export { createFolderBlobStore } from './folder-blob-store.ts'
export type { FolderBlobStoreOptions } from './folder-blob-store.ts'
export { makeFolders } from './make-folders.ts'
