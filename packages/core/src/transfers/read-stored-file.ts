import { accessionError, isAccessionError } from '../errors/accession-error.ts'
import { isRangeWithin } from '../ports/blob-arguments.ts'
import type { ByteRange } from '../ports/blob-store.ts'
import type { World } from '../world.ts'

/** A file whose bytes are stored, as its row knows it. */
export interface StoredFile {
  readonly name: string
  readonly blobId: string
  /** Bytes. */
  readonly size: number
}

/**
 * The bytes of a stored file, or a range within them. All of them are asked for by their range, so
 * that bytes which are missing or cut are noticed before anything is sent: INTERNAL_SERVER_ERROR.
 */
export const readStoredFile = async (
  world: World,
  { name, blobId, size }: StoredFile,
  range: ByteRange = { start: 0, end: size },
): Promise<ReadableStream<Uint8Array>> => {
  try {
    return await world.blobs.read(blobId, size === 0 ? undefined : range)
  } catch (cause) {
    const isMissing = isAccessionError(cause, 'NOT_FOUND')
    const isCut = isAccessionError(cause, 'INVALID_ARGUMENT') && isRangeWithin(range, size)
    throw isMissing || isCut
      ? accessionError('accession.transfer.bytes_damaged', [name], { cause })
      : cause
  }
}
