import { isAccessionError } from '@accession/core/errors'
import { chunksUntilAborted } from '@accession/core/ports'
import type { BlobStore } from '@accession/core/ports'
import { checkBlobId } from '../check-arguments.ts'
import { createHeldBytes } from './held-bytes.ts'
import { beginMultipartUpload } from './multipart-upload.ts'
import { partsOf } from './parts-of.ts'
import type { BlobPart } from './parts-of.ts'
import { isOwnObject, putOnce } from './put-once.ts'
import type { S3BlobStoreOptions } from './s3-blob-store-options.ts'
import type { S3Client } from './s3-client.ts'
import { storageError } from './s3-error.ts'
import { partsMax, sendParts } from './send-parts.ts'

const mib = 1024 * 1024
/** S3 takes no smaller parts, but for the last. */
const partSizeBytesMin = 5 * mib

/** Makes the write of a bucket: one request for a small blob, parts side by side for a large one. */
export const createWriteBlob = (
  client: S3Client,
  options: S3BlobStoreOptions,
): BlobStore['write'] => {
  const { partSizeBytes = 8 * mib, partsAtOnce = 3, heldBytesMax = 512 * mib } = options
  const held = createHeldBytes(heldBytesMax)

  const atOnce = (): number => (held.isTight() ? 1 : partsAtOnce)

  const partSizeFor = (expectedSize: number): number => {
    const least = held.isTight() ? partSizeBytesMin : Math.max(partSizeBytes, partSizeBytesMin)
    return Math.max(least, Math.ceil(expectedSize / partsMax / mib) * mib)
  }

  const writeWhole = async (id: string, part: BlobPart, signal: AbortSignal): Promise<void> => {
    const key = client.address.key(id)
    const attempt = crypto.randomUUID()
    try {
      await putOnce(client, key, { id, attempt, bytes: part.bytes }, signal)
    } catch (error) {
      if (isAccessionError(error)) throw error
      // It may have been stored without our having heard of it.
      const isOwn = await isOwnObject(client, key, attempt).catch(() => false)
      if (!isOwn) throw signal.aborted ? signal.reason : storageError(error)
    } finally {
      part.free()
    }
  }

  const writeInParts = async (
    id: string,
    first: BlobPart,
    rest: AsyncIterable<BlobPart>,
    stop: AbortController,
  ): Promise<void> => {
    const upload = await beginMultipartUpload(client, id, stop.signal).catch((error: unknown) => {
      first.free()
      throw stop.signal.aborted ? stop.signal.reason : storageError(error)
    })
    try {
      await sendParts(upload, first, rest, atOnce, stop)
      await upload.complete()
    } catch (error) {
      // What is left is not readable, and the delete of this id finds it.
      await upload.abort().catch(() => undefined)
      throw error
    }
  }

  return async (id, bytes, { expectedSize = 0, signal }) => {
    checkBlobId(id)
    signal.throwIfAborted()
    const stop = new AbortController()
    const onAbort = (): void => stop.abort(signal.reason)
    signal.addEventListener('abort', onAbort)
    const chunks = chunksUntilAborted(bytes, stop.signal)
    const parts = partsOf(chunks, partSizeFor(expectedSize), held)
    try {
      const { value: first } = await parts.next()
      if (first?.isLast) await writeWhole(id, first, signal)
      else if (first) await writeInParts(id, first, parts, stop)
    } finally {
      signal.removeEventListener('abort', onAbort)
      await parts.return()
    }
  }
}
