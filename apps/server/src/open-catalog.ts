import { createMemoryBlobStore, createMemoryStore } from '@accession/core/memory'
import { isAccessionError } from '@accession/core/errors'
import type { BlobStore, Log, Store } from '@accession/core/ports'
import type { BlobsSetting, StoreSetting } from './settings/setting-values.ts'
import { StartError } from './start-error.ts'

/** A catalog, and how to let go of it. */
export interface OpenCatalog {
  readonly store: Store
  close(): Promise<void>
}

/** Opens the catalog and brings its schema up to date; SQLite is loaded only where it is used. */
export const openCatalog = async (setting: StoreSetting, log: Log): Promise<OpenCatalog> => {
  if (setting.kind === 'memory') return { store: createMemoryStore(), close: async () => {} }
  const { createSqliteStore } = await import('@accession/store-sql/sqlite')
  const { path } = setting
  const store = await createSqliteStore({ path, log }).catch(throwStartError)
  return { store, close: () => store.close() }
}

/** Opens the place of the bytes. */
export const openBlobs = async (setting: BlobsSetting): Promise<BlobStore> => {
  if (setting.kind === 'memory') return createMemoryBlobStore()
  const { createFolderBlobStore } = await import('@accession/blobs/filesystem')
  return createFolderBlobStore({ folder: setting.folder }).catch(throwStartError)
}

const throwStartError = (error: unknown): never => {
  if (!isAccessionError(error)) throw error
  const { message } = error.cause instanceof Error ? error.cause : { message: '' }
  throw new StartError(message ? `${error.message} (${message})` : error.message, { cause: error })
}
