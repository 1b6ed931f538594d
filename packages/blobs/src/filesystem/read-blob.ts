import { access, open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { accessionError } from '@accession/core/errors'
import type { ByteRange } from '@accession/core/ports'
import { checkBlobId, checkedRange } from '../check-arguments.ts'
import type { BlobPlaces } from './blob-places.ts'
import { codeOf, throwStorageError } from './storage-error.ts'

/** Larger made downloads little faster, smaller ones much slower; a reader holds two. */
const chunkBytesMax = 256 * 1024

/** The bytes of a stored file: opened before this answers, so that a later delete does not show. */
export const readBlob = async (
  places: BlobPlaces,
  id: string,
  range: ByteRange | undefined,
): Promise<ReadableStream<Uint8Array>> => {
  checkBlobId(id)
  const file = await open(places.storedFile(id), 'r').catch(async (error: unknown) => {
    if (codeOf(error) !== 'ENOENT') return throwStorageError(error)
    // Where the file system is not mounted everything is missing, but nothing is gone.
    await access(places.stored).catch(throwStorageError)
    throw accessionError('accession.blob.not_found', [id])
  })
  let streams = false
  try {
    const { size } = await file.stat().catch(throwStorageError)
    const { start, end } = checkedRange(range, size)
    const readChunk = async (position: number): Promise<Uint8Array> => {
      const chunk = await readAt(file, position, Math.min(chunkBytesMax, end - position))
      if (chunk.byteLength > 0) return chunk
      throw accessionError('accession.blob.damaged', [id, position, size])
    }
    streams = end - start > chunkBytesMax
    if (streams) return streamOf(file, start, end, readChunk)
    return streamOfOne(end > start ? await readChunk(start) : undefined)
  } finally {
    if (!streams) await file.close()
  }
}

const readAt = async (file: FileHandle, position: number, length: number): Promise<Uint8Array> => {
  // Not from the pool of small buffers, and not filled with zeros first.
  const buffer = Buffer.allocUnsafeSlow(length)
  const { bytesRead } = await file.read(buffer, 0, length, position).catch(throwStorageError)
  return new Uint8Array(buffer.buffer, 0, bytesRead)
}

const streamOfOne = (chunk: Uint8Array | undefined): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      if (chunk) controller.enqueue(chunk)
      controller.close()
    },
  })

/** Reads one chunk ahead of the consumer, and closes the file at the end, a failure or a cancel. */
const streamOf = (
  file: FileHandle,
  start: number,
  end: number,
  readChunk: (position: number) => Promise<Uint8Array>,
): ReadableStream<Uint8Array> => {
  let position = start
  let cancelled = false
  return new ReadableStream({
    async pull(controller) {
      try {
        const chunk = await readChunk(position)
        if (cancelled) return
        position += chunk.byteLength
        controller.enqueue(chunk)
      } catch (error) {
        await file.close()
        throw error
      }
      if (position < end) return
      await file.close()
      if (!cancelled) controller.close()
    },
    async cancel() {
      cancelled = true
      await file.close()
    },
  })
}
