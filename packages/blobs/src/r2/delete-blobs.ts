import type { BlobStore } from '@accession/core/ports'
import { checkBlobId } from '../check-arguments.ts'
import { abortUpload } from './multipart-blob.ts'
import { throwStorageError } from './r2-error.ts'
import type { R2Place } from './r2-place.ts'

/** R2 takes so many keys in one request. */
const keysAtOnceMax = 1_000
/** A Worker waits for no more answers at once. */
const requestsAtOnce = 6

/** Makes the delete of a bucket, which frees blobs and the parts that broken writes have left. */
export const createDeleteBlobs = (place: R2Place): BlobStore['delete'] => {
  const { bucket, blobKey, claimKey } = place

  /** Ends the upload that the blob is being stored by; answers its claim, where it has one. */
  const abortClaimed = async (id: string): Promise<string[]> => {
    const claim = await bucket.get(claimKey(id))
    if (!claim) return []
    await abortUpload(bucket.resumeMultipartUpload(blobKey(id), await claim.text()))
    return [claim.key]
  }

  const deleteAll = async (ids: readonly string[]): Promise<void> => {
    // What is aborted first cannot become a blob any more, and what had become one is met next.
    const claims: string[] = []
    for (const batch of batchesOf(ids, requestsAtOnce)) {
      claims.push(...(await Promise.all(batch.map(abortClaimed))).flat())
    }
    for (const keys of batchesOf([...ids.map(blobKey), ...claims], keysAtOnceMax)) {
      await bucket.delete([...keys])
    }
  }

  return async (ids) => {
    ids.forEach(checkBlobId)
    if (ids.length > 0) await deleteAll([...new Set(ids)]).catch(throwStorageError)
  }
}

const batchesOf = <T>(all: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  )
