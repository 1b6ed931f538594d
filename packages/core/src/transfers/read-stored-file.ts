import { accessionError, isAccessionError } from '../errors/accession-error.ts'
import { isRangeWithin } from '../ports/blob-arguments.ts'
import type { ByteRange } from '../ports/blob-store.ts'
import type { World } from '../world.ts'
import { checkedBytes } from './checked-bytes.ts'
import { cautionOf, rememberLook } from './looked-at-bytes.ts'
import { readStoredDigest } from './stored-digest.ts'
import type { Digest } from './stored-digest.ts'

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
 * Changed ones are noticed when all are read, once an hour, which then fails before the last of them;
 * from then on they are refused.
 */
export const readStoredFile = async (
  world: World,
  file: StoredFile,
  range: ByteRange = { start: 0, end: file.size },
): Promise<ReadableStream<Uint8Array>> => {
  const { name, blobId: id, size } = file
  const isWhole = range.start === 0 && range.end === size
  const caution = cautionOf(world, id, isWhole)
  if (caution === 'refuse') throw accessionError('accession.transfer.bytes_damaged', [name])
  const digest = caution === 'look' && size > 0 ? await cheapDigest(world, id) : undefined
  const bytes = await readRange(world, file, range)
  if (digest === undefined) return bytes
  return checkedBytes(world.hashing, bytes, { id, size, digest }, (areRight) =>
    rememberLook(world, id, areRight),
  )
}

const readRange = async (
  world: World,
  { name, blobId, size }: StoredFile,
  range: ByteRange,
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

/**
 * The CRC that was kept of a blob. Other digests cost a download too much; whoever reads the file is
 * shown them, and can check them himself.
 */
const cheapDigest = async ({ store }: World, id: string): Promise<Digest | undefined> => {
  const [blob] = await store.find('blob', { where: { id }, limit: 1 })
  const digest = blob?.digest ? readStoredDigest(blob.digest) : undefined
  return digest?.algorithm === 'CRC32' ? digest : undefined
}
