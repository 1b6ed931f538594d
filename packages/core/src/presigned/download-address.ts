import { limits } from '../limits.ts'
import type { World } from '../world.ts'

/** Where stored bytes are to be fetched from straight; undefined where they are fetched from us. */
export const downloadAddress = (
  world: World,
  blobId: string,
  headers: Readonly<Record<string, string>>,
): Promise<string | undefined> | undefined => {
  const { presigning } = world.blobs
  if (!world.settings.presignedDownloads || !presigning) return undefined
  return presigning.downloadUrl(blobId, {
    headers,
    signedAt: world.clock.now(),
    seconds: limits.presignedDownloadMs / 1000,
  })
}
