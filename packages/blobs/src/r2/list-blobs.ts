import { isBlobId } from '@accession/core/ports'
import type { StoredBlob } from '@accession/core/ports'
import { throwStorageError } from './r2-error.ts'
import type { R2Place } from './r2-place.ts'

/** Every stored blob; keys that are not ours are passed over. */
export async function* listBlobs({
  bucket,
  prefix,
}: R2Place): AsyncGenerator<StoredBlob, void, undefined> {
  for (let cursor: string | undefined; ;) {
    const options = { prefix, delimiter: '/', ...(cursor !== undefined && { cursor }) }
    const page = await bucket.list(options).catch(throwStorageError)
    for (const { key, size } of page.objects) {
      const id = key.slice(prefix.length)
      if (isBlobId(id)) yield { id, size }
    }
    if (!page.truncated) return
    cursor = page.cursor
  }
}
