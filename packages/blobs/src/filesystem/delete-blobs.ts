import { readdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { BlobStore } from '@accession/core/ports'
import { checkBlobId } from '../check-arguments.ts'
import { idOfPartialFile } from './blob-places.ts'
import type { BlobPlaces } from './blob-places.ts'
import type { FolderSync } from './folder-sync.ts'
import { throwStorageError, unlessMissing } from './storage-error.ts'

/** Files removed at once: more would only wait for each other. */
const unlinksAtOnce = 16

/** Makes the delete of a folder, which frees stored files and what broken writes have left. */
export const createDeleteBlobs = (
  places: BlobPlaces,
  syncFolder: FolderSync,
): BlobStore['delete'] => {
  const partialFilesOf = async (ids: ReadonlySet<string>): Promise<string[]> => {
    const names = await readdir(places.incoming)
    return names
      .filter((name) => ids.has(idOfPartialFile(name)))
      .map((name) => join(places.incoming, name))
  }

  const deleteAll = async (ids: ReadonlySet<string>): Promise<void> => {
    // Partial files first: a write whose file is gone cannot link it any more, and one that has
    // linked it before is met by the second step.
    await unlinkAll(await partialFilesOf(ids))
    await unlinkAll(Array.from(ids, places.storedFile))
    // Also where nothing was left: whoever removed it may have died before the sync.
    const folders = new Set([places.incoming, ...Array.from(ids, places.storedFolder)])
    for (const folder of folders) await syncFolder(folder).catch(unlessMissing)
  }

  return async (ids) => {
    ids.forEach(checkBlobId)
    if (ids.length > 0) await deleteAll(new Set(ids)).catch(throwStorageError)
  }
}

const unlinkAll = async (paths: readonly string[]): Promise<void> => {
  for (let done = 0; done < paths.length; done += unlinksAtOnce) {
    const batch = paths.slice(done, done + unlinksAtOnce)
    await Promise.all(batch.map(async (path) => unlink(path).catch(unlessMissing)))
  }
}
