import { link, open, unlink } from 'node:fs/promises'
import { accessionError } from '@accession/core/errors'
import { chunksUntilAborted, letGo } from '@accession/core/ports'
import type { BlobStore } from '@accession/core/ports'
import { checkBlobId } from '../check-arguments.ts'
import type { BlobPlaces } from './blob-places.ts'
import { createDirectWrites } from './direct-writes.ts'
import type { FolderSync } from './folder-sync.ts'
import { codeOf, throwStorageError, unlessMissing } from './storage-error.ts'
import { createStoredFolders } from './stored-folders.ts'
import { keep, writeChunks } from './write-chunks.ts'
import { writeDirect } from './write-direct.ts'

/** Makes the write of a folder: aside, synced, linked into place, and the place's folder synced. */
export const createWriteBlob = (places: BlobPlaces, syncFolder: FolderSync): BlobStore['write'] => {
  const load = { writers: 0, flushing: false }
  const storedFolders = createStoredFolders(places, syncFolder)
  const directWrites = createDirectWrites(places)

  const publish = async (id: string, partial: string): Promise<void> => {
    const folder = places.storedFolder(id)
    for (let attempt = 1; ; attempt++) {
      await storedFolders.prepare(folder)
      const code = await link(partial, places.storedFile(id)).then(() => undefined, codeOrThrow)
      if (code === undefined) return
      if (code === 'EEXIST') throw accessionError('accession.blob.already_exists', [id])
      if (attempt === 2) throw accessionError('accession.blob.deleted_meanwhile', [id])
      // Either the partial file is gone, or somebody removed the folder: made again, that shows.
      storedFolders.forget(folder)
    }
  }

  return async (id, bytes, { expectedSize, signal, disposable = false }) => {
    checkBlobId(id)
    signal.throwIfAborted()
    const partial = places.newPartialFile(id)
    const direct = await directWrites.open(partial, expectedSize).catch(throwStorageError)
    const file = direct?.file ?? (await open(partial, 'wx', 0o600).catch(throwStorageError))
    const written = [partial]
    load.writers++
    try {
      const chunks = chunksUntilAborted(bytes, signal)
      const afterwards = disposable ? letGo : keep
      if (direct) await writeDirect(direct, chunks, directWrites.buffers, afterwards)
      else await writeChunks(file, chunks, load, afterwards)
      await file.datasync().catch(throwStorageError)
      signal.throwIfAborted()
      await publish(id, partial)
      written.push(places.storedFile(id))
      await allDone([
        syncFolder(places.storedFolder(id)),
        unlink(partial).catch(unlessMissing),
        file.close(),
      ]).catch(throwStorageError)
    } catch (error) {
      // What cannot be removed now is not readable, and the delete of this id finds it.
      await Promise.allSettled([file.close(), ...written.map(async (path) => unlink(path))])
      throw error
    } finally {
      load.writers--
    }
  }
}

const codeOrThrow = (error: unknown): string => {
  const code = codeOf(error)
  return code === 'EEXIST' || code === 'ENOENT' ? code : throwStorageError(error)
}

/** Waits for all of them, also when one fails; then rejects with the first failure. */
const allDone = async (promises: readonly Promise<void>[]): Promise<void> => {
  for (const end of await Promise.allSettled(promises)) {
    if (end.status === 'rejected') throw end.reason
  }
}
