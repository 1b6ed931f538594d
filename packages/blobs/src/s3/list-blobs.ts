import { isBlobId } from '@accession/core/ports'
import type { StoredBlob } from '@accession/core/ports'
import { listKeys } from './list-keys.ts'
import type { S3Client } from './s3-client.ts'
import { throwStorageError } from './s3-error.ts'

/** Every stored blob; keys that are not ours are passed over. */
export async function* listBlobs(client: S3Client): AsyncGenerator<StoredBlob, void, undefined> {
  const prefix = client.address.key('')
  try {
    for await (const { key, size } of listKeys(client, prefix)) {
      const id = key.slice(prefix.length)
      if (isBlobId(id)) yield { id, size }
    }
  } catch (error) {
    throwStorageError(error)
  }
}
