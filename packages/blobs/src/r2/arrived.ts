import type { BlobPresigning } from '@accession/core/ports'
import { checkBlobId } from '../check-arguments.ts'
import { throwStorageError } from './r2-error.ts'
import type { R2Place } from './r2-place.ts'

/** Tells of what clients have sent to the bucket themselves, without a request to its S3 address. */
export const createArrived =
  ({ bucket, blobKey }: R2Place): BlobPresigning['arrived'] =>
  async (id) => {
    checkBlobId(id)
    const stored = await bucket.head(blobKey(id)).catch(throwStorageError)
    if (!stored) return undefined
    const sha256 = stored.checksums?.sha256
    return { size: stored.size, ...(sha256 && { sha256: hexOf(sha256) }) }
  }

const hexOf = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
