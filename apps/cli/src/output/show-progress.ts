import { countOf } from './count-of.ts'
import { formatBytes } from './format-bytes.ts'

/** How far something has come through blobs and their bytes. */
export interface BlobProgress {
  readonly blobs: number
  readonly bytes: number
  readonly blobsOf?: number
  readonly bytesOf?: number
}

/** Such progress in words: `Copying: 3 of 7 blobs, 1.2 GB of 4.0 GB, 30%`. */
export const showProgress = (verb: string, progress: BlobProgress): string => {
  const { blobs, bytes, blobsOf, bytesOf } = progress
  if (blobsOf === undefined || bytesOf === undefined)
    return `${verb}: ${countOf(blobs, 'blob')}, ${formatBytes(bytes)}`
  const part = bytesOf === 0 ? 1 : Math.min(1, bytes / bytesOf)
  const amounts = `${blobs} of ${blobsOf} blobs, ${formatBytes(bytes)} of ${formatBytes(bytesOf)}`
  return `${verb}: ${amounts}, ${Math.floor(part * 100)}%`
}
