import { accessionError } from '@accession/core/errors'
import { chunksUntilAborted } from '@accession/core/ports'
import type { BlobPart, BlobParts } from '@accession/core/ports'
import { checkBlobId } from '../check-arguments.ts'
import { beginUpload } from './multipart-blob.ts'
import type { R2Multipart, R2Part } from './r2-binding.ts'
import { isUploadGone, storageError, throwStorageError } from './r2-error.ts'
import type { R2Place } from './r2-place.ts'

const mib = 1024 * 1024

/**
 * Parts are streamed, so an isolate holds little of them. They grow so that their tags stay a short
 * list, and no larger than a request of the cheapest plan, of 100 MB.
 */
const partSizeMax = 95 * mib
const partsWanted = 2_000
/** R2 takes no more parts. */
const partsMax = 10_000

/** A stream of a length that is known beforehand, which R2 asks for; a global of workerd. */
interface FixedLengthStreamConstructor {
  new (length: number): {
    readonly readable: ReadableStream<Uint8Array>
    readonly writable: WritableStream<Uint8Array>
  }
}

const { FixedLengthStream } = globalThis as unknown as {
  readonly FixedLengthStream: FixedLengthStreamConstructor
}

/** Blobs of a bucket whose parts come by requests of their own, to whatever isolate. */
export const createR2Parts = (place: R2Place, partSizeMin: number): BlobParts => {
  const { bucket, blobKey, claimKey } = place
  const resume = (id: string, upload: string): R2Multipart => {
    checkBlobId(id)
    return bucket.resumeMultipartUpload(blobKey(id), upload)
  }
  return {
    partsMax,
    partSize(size) {
      const wanted = Math.ceil((size ?? 0) / partsWanted / mib) * mib
      return Math.min(Math.max(partSizeMin, wanted), partSizeMax)
    },

    async begin(id) {
      checkBlobId(id)
      const { uploadId } = await beginUpload(place, id, id).catch(throwStorageError)
      return uploadId
    },

    async write(id, upload, part) {
      part.signal.throwIfAborted()
      const { readable, writable } = new FixedLengthStream(part.size)
      const sent = resume(id, upload)
        .uploadPart(part.number, readable)
        .catch((error: unknown) => {
          if (!isUploadGone(error)) throw storageError(error)
          throw accessionError('accession.blob.deleted_meanwhile', [id], { cause: error })
        })
      await sendBytes(writable, sent, part)
      return (await sent).etag
    },

    async complete(id, upload, tags) {
      const parts = tags.map((etag, index): R2Part => ({ partNumber: index + 1, etag }))
      try {
        // A key is written by one upload, so what is stored is what a lost answer told of.
        const known = await bucket.head(blobKey(id))
        if (!known) await resume(id, upload).complete(parts)
        const stored = known ?? (await bucket.head(blobKey(id)))
        if (!stored) throw accessionError('accession.blob.deleted_meanwhile', [id])
        await bucket.delete([claimKey(id)])
        return stored.size
      } catch (error) {
        if (isUploadGone(error) && !isPartWrong(error))
          throw accessionError('accession.blob.deleted_meanwhile', [id], { cause: error })
        if (!isPartWrong(error)) throw storageError(error)
        const text = 'those of the parts that have arrived, each of one size but the last'
        const args = ['The tags of the parts', text] as const
        throw accessionError('accession.argument.mistyped', args, { cause: error })
      }
    },
  }
}

/** Whether R2 finds fault with the parts: one is unknown, too small, or of another size. */
const isPartWrong = (error: unknown): boolean =>
  error instanceof Error && /\((10011|10025|10048)\)/.test(error.message)

/** Passes the bytes on as they come, until R2 has answered or anything has failed. */
const sendBytes = async (
  writable: WritableStream<Uint8Array>,
  sent: Promise<R2Part>,
  { bytes, signal }: BlobPart,
): Promise<void> => {
  const writer = writable.getWriter()
  // Each is told of once, by the promise that is waited for.
  for (const promise of [sent, writer.closed]) promise.catch(() => undefined)
  const source = chunksUntilAborted(bytes, signal)
  const feed = async (): Promise<void> => {
    // A write that fails says less of it than R2 does.
    const write = async (chunk: Uint8Array): Promise<void> =>
      writer.write(chunk).catch(async () => void (await sent))
    for await (const chunk of source) await write(chunk)
    await writer.close()
  }
  try {
    await Promise.race([feed(), sent])
  } catch (error) {
    await writer.abort(error).catch(() => undefined)
    throw error
  }
}
