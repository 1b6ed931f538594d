import { opendir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isBlobId } from '@accession/core/ports'
import type { StoredBlob } from '@accession/core/ports'
import type { BlobPlaces } from './blob-places.ts'
import { codeOf, throwStorageError } from './storage-error.ts'

/** Every stored file, one folder after the other; files that are not ours are passed over. */
export async function* listBlobs(places: BlobPlaces): AsyncGenerator<StoredBlob, void, undefined> {
  const folders = await opendir(places.stored).catch(throwStorageError)
  for await (const folder of folders) {
    const path = join(places.stored, folder.name)
    for await (const id of namesIn(path)) {
      if (!isBlobId(id)) continue
      const size = await sizeOf(join(path, id))
      if (size !== undefined) yield { id, size }
    }
  }
}

async function* namesIn(folder: string): AsyncGenerator<string, void, undefined> {
  try {
    for await (const entry of await opendir(folder)) yield entry.name
  } catch (error) {
    // A file that somebody put there.
    if (codeOf(error) !== 'ENOTDIR') throwStorageError(error)
  }
}

const sizeOf = async (path: string): Promise<number | undefined> => {
  try {
    return (await stat(path)).size
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? undefined : throwStorageError(error)
  }
}
