import { AccessionError, accessionError } from '@accession/core/errors'

/** The code of an error of the operating system: `ENOENT`. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined

/** An error of the operating system as one of ours. */
export const storageError = (error: unknown): AccessionError => {
  if (error instanceof AccessionError) return error
  return accessionError(reasonOf(codeOf(error)), [], { cause: error })
}

const reasonOf = (code: string | undefined) => {
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'accession.blob.storage_full'
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM')
    return 'accession.service.blobs_read_only'
  return 'accession.service.blobs_failing'
}

/** Throws an error of the operating system as one of ours; to be given to `catch`. */
export const throwStorageError = (error: unknown): never => {
  throw storageError(error)
}

/** Lets an error pass that says that there is no such file; to be given to `catch`. */
export const unlessMissing = (error: unknown): void => {
  if (codeOf(error) !== 'ENOENT') throw error
}
