import { createMemoryBlobStore } from '@accession/core/memory'
import { isAccessionError } from '@accession/core/errors'
import type { NamedBlobs } from '@accession/core'
import type { BlobStore } from '@accession/core/ports'
import type { BlobsSetting, Environment } from './settings/setting-values.ts'
import { SettingsError } from './settings/settings-error.ts'
import { StartError } from './start-error.ts'

/** Opens the place of the bytes. */
export const openBlobs = async (setting: BlobsSetting): Promise<BlobStore> => {
  if (setting.kind === 'memory') return createMemoryBlobStore()
  if (setting.kind === 's3') return openBucket(setting.url, setting.environment)
  const { createFolderBlobStore } = await import('@accession/blobs/filesystem')
  return createFolderBlobStore({ folder: setting.folder }).catch((error: unknown) => {
    if (!isAccessionError(error)) throw error
    throw new StartError(withCause(error), { cause: error })
  })
}

/** Opens further places of bytes, by their names. */
export const openNamedBlobs = async (
  settings: ReadonlyMap<string, BlobsSetting>,
): Promise<NamedBlobs> => {
  const opened = new Map<string, BlobStore>()
  for (const [name, setting] of settings) opened.set(name, await openBlobs(setting))
  return opened
}

const openBucket = async (url: string, environment: Environment): Promise<BlobStore> => {
  const { createS3BlobStore, parseS3Url } = await import('@accession/blobs/s3-node')
  try {
    return createS3BlobStore(parseS3Url(url, environment))
  } catch (error) {
    throw new SettingsError(`The bucket of the bytes: ${(error as Error).message}.`, {
      cause: error,
    })
  }
}

/** What keeps the place of the bytes from being read, for whoever starts a server on it. */
export const throwBlobsError = (error: unknown): never => {
  if (!isAccessionError(error)) throw error
  throw new StartError(`The places of the bytes: ${withCause(error)}`, { cause: error })
}

const withCause = ({ message, cause }: Error): string =>
  cause instanceof Error ? `${message} (${cause.message})` : message
