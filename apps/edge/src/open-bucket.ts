import { createR2BlobStore } from '@accession/blobs/r2'
import { createS3BlobStore, parseS3Url } from '@accession/blobs/s3'
import type { BlobStore } from '@accession/core/ports'
import type { EdgeSettings } from './edge-settings.ts'
import type { Environment } from './environment.ts'
import { SettingsError } from './settings-error.ts'

/**
 * The bucket behind the binding; where clients are to reach it themselves, with URLs that are signed
 * for its S3 address. Both keep blobs under the same keys.
 */
export const openBucket = (
  environment: Environment,
  { presignedUploads, presignedDownloads }: EdgeSettings,
): BlobStore => {
  const { BUCKET: bucket, ACCESSION_BLOBS: address } = environment
  if (!presignedUploads && !presignedDownloads) return createR2BlobStore({ bucket })
  const options = s3Options(address, environment)
  const { presigning: signing } = createS3BlobStore(options)
  return createR2BlobStore({ bucket, prefix: options.prefix, signing })
}

const s3Options = (
  address: string | undefined,
  { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY }: Environment,
): ReturnType<typeof parseS3Url> => {
  const form = 's3://bucket?region=auto&endpoint=https://ACCOUNT.r2.cloudflarestorage.com'
  if (!address) throw new SettingsError(`Presigned URLs need the bucket’s ACCESSION_BLOBS: ${form}`)
  try {
    return parseS3Url(address, { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY })
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'unreadable'
    throw new SettingsError(`ACCESSION_BLOBS cannot be used: ${why}.`, { cause })
  }
}
