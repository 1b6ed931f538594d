import { accessionError } from '@accession/core/errors'
import { objectOptions } from './object-options.ts'
import type { R2Multipart, R2Part } from './r2-binding.ts'
import { isUploadGone, storageError, throwStorageError } from './r2-error.ts'
import type { R2Place } from './r2-place.ts'

/** A blob that is being stored in parts; nobody sees it before it is complete. */
export interface MultipartBlob {
  /** Numbered from 1. */
  sendPart(number: number, bytes: Uint8Array): Promise<void>
  complete(): Promise<void>
  /** Frees the parts. */
  abort(): Promise<void>
}

/** A part is sent so many times before the write fails. */
const attemptsMax = 3
const retryAfterMs = 100

/** Begins an upload, with the claim by which a delete finds it should this Worker die. */
export const beginUpload = async (
  { bucket, blobKey, claimKey }: R2Place,
  id: string,
  attempt: string,
): Promise<R2Multipart> => {
  const upload = await bucket.createMultipartUpload(blobKey(id), objectOptions(attempt))
  try {
    await bucket.put(claimKey(id), upload.uploadId)
  } catch (error) {
    await upload.abort()
    throw error
  }
  return upload
}

/** Begins a blob in parts. */
export const beginMultipartBlob = async (place: R2Place, id: string): Promise<MultipartBlob> => {
  const attempt = crypto.randomUUID()
  const upload = await beginUpload(place, id, attempt).catch(throwStorageError)
  const parts: R2Part[] = []
  return {
    async sendPart(number, bytes) {
      parts[number - 1] = await sendAgain(() => upload.uploadPart(number, bytes), id)
    },
    complete: () => completeUpload(place, upload, { id, attempt, parts }),
    async abort() {
      await abortUpload(upload)
      await place.bucket.delete([place.claimKey(id)])
    },
  }
}

/**
 * Makes the parts one blob. R2 knows no condition here: what is under the key already is looked for
 * before, and ids are made anew for each write.
 */
const completeUpload = async (
  { bucket, blobKey, claimKey }: R2Place,
  upload: R2Multipart,
  blob: { readonly id: string; readonly attempt: string; readonly parts: R2Part[] },
): Promise<void> => {
  const { id, attempt, parts } = blob
  try {
    if (await bucket.head(blobKey(id))) throw accessionError('accession.blob.already_exists', [id])
    await upload.complete(parts).catch(async (error: unknown) => {
      const stored = await bucket.head(blobKey(id))
      if (stored?.customMetadata?.['attempt'] === attempt) return
      if (!isUploadGone(error)) throw error
      throw accessionError('accession.blob.deleted_meanwhile', [id], { cause: error })
    })
    await bucket.delete([claimKey(id)])
  } catch (error) {
    throw storageError(error)
  }
}

/** Frees the parts of an upload; one that has ended is fine. */
export const abortUpload = async (upload: R2Multipart): Promise<void> => {
  await upload.abort().catch((error: unknown) => {
    if (!isUploadGone(error)) throw storageError(error)
  })
}

const sendAgain = async (send: () => Promise<R2Part>, id: string): Promise<R2Part> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send()
    } catch (error) {
      if (isUploadGone(error))
        throw accessionError('accession.blob.deleted_meanwhile', [id], { cause: error })
      if (attempt === attemptsMax) throw storageError(error)
      await new Promise((resolve) => setTimeout(resolve, retryAfterMs * 2 ** attempt))
    }
  }
}
