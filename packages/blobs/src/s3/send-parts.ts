import { accessionError } from '@accession/core/errors'
import type { MultipartUpload } from './multipart-upload.ts'
import type { BlobPart } from './parts-of.ts'

/** S3 takes no more parts of one object. */
export const partsMax = 10_000

/**
 * Sends parts side by side while the next one is gathered. Resolves when all are sent; rejects with
 * the first failure, or the source's, when none is on its way any more.
 */
export const sendParts = async (
  upload: MultipartUpload,
  first: BlobPart,
  rest: AsyncIterable<BlobPart>,
  partsAtOnce: () => number,
  stop: AbortController,
): Promise<void> => {
  const sending = new Set<Promise<void>>()
  let count = 0

  const send = async (part: BlobPart): Promise<void> => {
    try {
      await upload.sendPart(++count, part.bytes, stop.signal)
    } catch (error) {
      // Ends the source and the other parts too.
      stop.abort(error)
    } finally {
      part.free()
    }
  }
  const start = async (part: BlobPart): Promise<void> => {
    const sent = send(part).finally(() => sending.delete(sent))
    sending.add(sent)
    while (sending.size >= partsAtOnce() && !part.isLast) await Promise.race(sending)
  }

  try {
    await start(first)
    for await (const part of rest) {
      if (count === partsMax) {
        part.free()
        throw accessionError('accession.blob.size_unknown', [])
      }
      await start(part)
    }
  } catch (error) {
    stop.abort(error)
  }
  await Promise.all(sending)
  stop.signal.throwIfAborted()
}
