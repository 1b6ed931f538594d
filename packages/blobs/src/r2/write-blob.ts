import { accessionError } from '@accession/core/errors'
import { chunksUntilAborted } from '@accession/core/ports'
import type { BlobStore } from '@accession/core/ports'
import { checkBlobId } from '../check-arguments.ts'
import { createHeldBytes } from '../s3/held-bytes.ts'
import { partsOf } from '../s3/parts-of.ts'
import type { BlobPart } from '../s3/parts-of.ts'
import { beginMultipartBlob } from './multipart-blob.ts'
import type { MultipartBlob } from './multipart-blob.ts'
import { objectOptions } from './object-options.ts'
import { throwStorageError } from './r2-error.ts'
import type { R2Place } from './r2-place.ts'

export interface WriteBounds {
  readonly partSizeBytes: number
  readonly partsAtOnce: number
  readonly heldBytesMax: number
}

/** R2 takes no more parts. */
const partsMax = 10_000

/** Makes the write of a bucket: one put for a small blob, parts for a larger one. */
export const createWriteBlob = (place: R2Place, bounds: WriteBounds): BlobStore['write'] => {
  const held = createHeldBytes(bounds.heldBytesMax)

  /** Starts to send each part as it is full; resolves when all are sent. */
  const sendParts = async (
    parts: AsyncIterable<BlobPart>,
    upload: MultipartBlob,
    stop: AbortController,
  ): Promise<void> => {
    const sending = new Set<Promise<void>>()
    let count = 1
    for await (const part of parts) {
      const number = count++
      if (number > partsMax) {
        part.free()
        throw accessionError('accession.blob.storage_full', [])
      }
      const sent: Promise<void> = upload
        .sendPart(number, part.bytes)
        // Ends the source too, which may hang.
        .catch((error: unknown) => stop.abort(error))
        .finally(() => {
          part.free()
          sending.delete(sent)
        })
      sending.add(sent)
      const waitingMax = held.isTight() ? 0 : bounds.partsAtOnce - 1
      while (sending.size > waitingMax) await untilAborted(Promise.race(sending), stop.signal)
    }
    await untilAborted(Promise.all(sending), stop.signal)
  }

  return async (id, bytes, { signal }) => {
    checkBlobId(id)
    signal.throwIfAborted()
    const stop = new AbortController()
    const end = (): void => stop.abort(signal.reason)
    signal.addEventListener('abort', end)
    const source = chunksUntilAborted(bytes, stop.signal)
    const parts = partsOf(source, bounds.partSizeBytes, held)[Symbol.asyncIterator]()
    try {
      const { value: first } = await parts.next()
      if (!first) throw new TypeError('A source has no part')
      if (first.isLast) return await putWhole(place, id, first)
      await writeParts(place, id, { first, parts }, (all, upload) => sendParts(all, upload, stop))
    } finally {
      signal.removeEventListener('abort', end)
      await parts.return(undefined)
    }
  }
}

/** Stores a blob in one request, where the key has none. */
const putWhole = async ({ bucket, blobKey }: R2Place, id: string, part: BlobPart) => {
  try {
    const onlyIf = new Headers({ 'if-none-match': '*' })
    const options = { ...objectOptions(crypto.randomUUID()), onlyIf }
    const stored = await bucket.put(blobKey(id), part.bytes, options).catch(throwStorageError)
    if (!stored) throw accessionError('accession.blob.already_exists', [id])
  } finally {
    part.free()
  }
}

type Send = (parts: AsyncIterable<BlobPart>, upload: MultipartBlob) => Promise<void>

const writeParts = async (
  place: R2Place,
  id: string,
  { first, parts }: { readonly first: BlobPart; readonly parts: AsyncGenerator<BlobPart> },
  send: Send,
): Promise<void> => {
  const all = async function* (): AsyncGenerator<BlobPart> {
    yield first
    yield* parts
  }
  const upload = await beginMultipartBlob(place, id).catch((error: unknown) => {
    first.free()
    throw error
  })
  try {
    await send(all(), upload)
    await upload.complete()
  } catch (error) {
    // What cannot be freed now the delete of this id finds.
    await upload.abort().catch(() => undefined)
    throw error
  }
}

/** Waits for the work, but not past the abort; what goes on then has nobody to tell. */
const untilAborted = async (work: Promise<unknown>, signal: AbortSignal): Promise<void> => {
  signal.throwIfAborted()
  let end: (() => void) | undefined
  const aborted = new Promise<never>((_, reject) => {
    end = () => reject(signal.reason)
    signal.addEventListener('abort', end)
  })
  try {
    await Promise.race([work, aborted])
    signal.throwIfAborted()
  } finally {
    if (end) signal.removeEventListener('abort', end)
  }
}
