import { mkdir } from 'node:fs/promises'
import type { BlobPlaces } from './blob-places.ts'
import type { FolderSync } from './folder-sync.ts'
import { codeOf, throwStorageError } from './storage-error.ts'

/** The folders below `stored`, made when the first blob needs them. */
export interface StoredFolders {
  /** Resolves when the folder exists durably. */
  prepare(folder: string): Promise<void>
  /** Lets the next `prepare` look again. */
  forget(folder: string): void
}

/** Few are in use at a time; the others need not be remembered. */
const rememberedMax = 1000

/** Remembers which folders this process has seen to. */
export const createStoredFolders = (places: BlobPlaces, syncFolder: FolderSync): StoredFolders => {
  const prepared = new Map<string, Promise<void>>()

  const make = async (folder: string): Promise<void> => {
    await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error
    })
    // Also for a folder that was there: whoever made it may not have synced it yet.
    await syncFolder(places.stored)
  }

  return {
    async prepare(folder) {
      const known = prepared.get(folder)
      if (known) return known
      if (prepared.size >= rememberedMax) prepared.clear()
      const making = make(folder).catch((error: unknown) => {
        prepared.delete(folder)
        return throwStorageError(error)
      })
      prepared.set(folder, making)
      return making
    },
    forget(folder) {
      prepared.delete(folder)
    },
  }
}
