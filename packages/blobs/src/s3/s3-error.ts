import { AccessionError, accessionError } from '@accession/core/errors'
import { elementText } from './xml.ts'

/** What an S3 service answered instead of doing what it was asked; holds no URL and no key. */
export class S3Error extends Error {
  override readonly name = 'S3Error'
  readonly status: number
  /** `NoSuchKey`, `SlowDown` …; made of the status where the answer names none. */
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(`${status} ${code}${message === '' ? '' : `: ${message}`}`)
    this.status = status
    this.code = code
  }
}

/** The error that an answer's status and body tell of. */
export const s3ErrorOf = (status: number, body: string): S3Error =>
  new S3Error(
    status,
    elementText(body, 'Code') ?? `Status${status}`,
    (elementText(body, 'Message') ?? '').slice(0, 500),
  )

const fullCodes = new Set([
  'InsufficientCapacity',
  'InsufficientStorage',
  'QuotaExceeded',
  'ServiceQuotaExceeded',
  'StorageFull',
  'XMinioAdminBucketQuotaExceeded',
  'XMinioStorageFull',
])

/** What no retry helps against: keys, bucket, region or permissions are wrong. */
const isRefusal = ({ status, code }: S3Error): boolean =>
  status === 401 ||
  status === 403 ||
  (status >= 300 && status < 400) ||
  code === 'NoSuchBucket' ||
  code === 'InvalidBucketName' ||
  code === 'AuthorizationHeaderMalformed' ||
  code === 'NotImplemented' ||
  code === 'InvalidToken' ||
  code === 'ExpiredToken'

/** An error of the service, or of the way to it, as one of ours. */
export const storageError = (error: unknown): AccessionError => {
  if (error instanceof AccessionError) return error
  if (error instanceof S3Error) {
    if (error.status === 507 || fullCodes.has(error.code)) {
      return accessionError('accession.blob.storage_full', [], { cause: error })
    }
    if (isRefusal(error)) {
      const details = { cause: error, retryable: false }
      return accessionError('accession.blob.storage_refuses', [error.code], details)
    }
  }
  return accessionError('accession.service.blobs_failing', [], { cause: error })
}

/** Throws an error of the service as one of ours; to be given to `catch`. */
export const throwStorageError = (error: unknown): never => {
  throw storageError(error)
}

/** Whether an error is the service's, with one of these codes or with this status. */
export const isS3Error = (error: unknown, ...expected: readonly (string | number)[]): boolean =>
  error instanceof S3Error && (expected.includes(error.code) || expected.includes(error.status))
