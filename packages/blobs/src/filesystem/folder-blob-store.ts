import { statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { BlobStore } from '@accession/core/ports'
import { blobPlaces } from './blob-places.ts'
import type { BlobPlaces } from './blob-places.ts'
import { createDeleteBlobs } from './delete-blobs.ts'
import { createFolderSync } from './folder-sync.ts'
import type { FolderSync } from './folder-sync.ts'
import { listBlobs } from './list-blobs.ts'
import { makeFolders } from './make-folders.ts'
import { readBlob } from './read-blob.ts'
import { throwStorageError } from './storage-error.ts'
import { createWriteBlob } from './write-blob.ts'

export interface FolderBlobStoreOptions {
  /** The folder that holds the bytes, made where it is missing; its file system has hard links. */
  readonly folder: string
}

/**
 * Bytes as files in a folder, which several processes may share. A blob is written aside, in
 * `incoming`, synced, and only then linked to its place in `stored`, which never replaces a file.
 */
export const createFolderBlobStore = async (
  options: FolderBlobStoreOptions,
): Promise<BlobStore> => {
  const places = blobPlaces(resolve(options.folder))
  const syncFolder = createFolderSync()
  await makePlaces(places, syncFolder).catch(throwStorageError)
  return {
    write: createWriteBlob(places, syncFolder),
    read: async (id, range) => readBlob(places, id, range),
    delete: createDeleteBlobs(places, syncFolder),
    list: () => listBlobs(places),
    async availableBytes() {
      const { bavail, bsize } = await statfs(places.root).catch(throwStorageError)
      return bavail * bsize
    },
  }
}

const makePlaces = async (places: BlobPlaces, syncFolder: FolderSync): Promise<void> => {
  const firstMade = await makeFolders(places.root, 0o700)
  await makeFolders(places.incoming, 0o700)
  await makeFolders(places.stored, 0o700)
  await syncFolder(places.root)
  if (firstMade === undefined) return
  // Each folder that was made is an entry of the one above it.
  for (let made = places.root; made !== dirname(firstMade); made = dirname(made)) {
    await syncFolder(dirname(made))
  }
}
