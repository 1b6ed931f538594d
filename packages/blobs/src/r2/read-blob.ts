import { accessionError } from '@accession/core/errors'
import type { ByteRange } from '@accession/core/ports'
import { checkBlobId, checkedRange } from '../check-arguments.ts'
import { inLargeChunks } from './large-chunks.ts'
import type { R2StoredBody } from './r2-binding.ts'
import { throwStorageError } from './r2-error.ts'
import type { R2Place } from './r2-place.ts'

/** The bytes of a blob, or a range of them, as R2 sends them. */
export const readBlob = async (
  place: R2Place,
  id: string,
  range: ByteRange | undefined,
): Promise<ReadableStream<Uint8Array>> => {
  checkBlobId(id)
  const object = await open(place, id, range).catch(throwStorageError)
  if (!object) throw accessionError('accession.blob.not_found', [id])
  try {
    checkedRange(range, object.size)
  } catch (error) {
    await object.body.cancel()
    throw error
  }
  return inLargeChunks(object.body)
}

const open = async (
  { bucket, blobKey }: R2Place,
  id: string,
  range: ByteRange | undefined,
): Promise<R2StoredBody | null> => {
  const key = blobKey(id)
  if (!range) return bucket.get(key)
  const { start, end } = range
  try {
    return await bucket.get(key, { range: { offset: start, length: end - start } })
  } catch (error) {
    // A range that R2 refuses is ours to refuse, by the size.
    const stored = await bucket.head(key)
    if (!stored) return null
    checkedRange(range, stored.size)
    throw error
  }
}
