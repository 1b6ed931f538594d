import { accessionError, isAccessionError } from '@accession/core/errors'

/** An error of R2 as one of ours; a mistake in the program stays what it is. */
export const storageError = (error: unknown): unknown =>
  isAccessionError(error) || error instanceof TypeError
    ? error
    : accessionError('accession.service.blobs_failing', [], { cause: error })

/** Throws an error of R2 as one of ours; to be given to `catch`. */
export const throwStorageError = (error: unknown): never => {
  throw storageError(error)
}

/** Whether R2 knows the upload no more: it was ended, or its parts are gone. */
export const isUploadGone = (error: unknown): boolean =>
  error instanceof Error && /\(10024\)|\(10025\)|NoSuchUpload/.test(error.message)
