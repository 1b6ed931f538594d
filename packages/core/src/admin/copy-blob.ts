import { accessionError, isAccessionError } from '../errors/accession-error.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { Blob } from '../ports/entities.ts'
import type { Hashing } from '../ports/hashing.ts'
import { measuredBytes } from './measure-bytes.ts'
import type { Measured } from './measure-bytes.ts'

/** From where to where bytes are copied. */
export interface BlobCopying {
  readonly from: BlobStore
  readonly to: BlobStore
  readonly hashing: Hashing
  readonly signal: AbortSignal
  /** Told of bytes as they are copied. */
  readonly onBytes?: ((count: number) => void) | undefined
}

/**
 * Copies the bytes of a blob, held against its size and digest on the way: other bytes are not
 * kept. They go under `toId`, by default the same key; bytes that are there already are left alone. Rejects with NOT_FOUND where there are none.
 */
export const copyBlob = async (
  { from, to, hashing, signal, onBytes = () => {} }: BlobCopying,
  { id, size, digest }: Pick<Blob, 'id' | 'size' | 'digest'>,
  toId: string = id,
): Promise<void> => {
  const end = (measured: Measured): void => {
    if (measured.size !== size)
      throw accessionError('accession.blob.changed', [id, `${size} bytes`, String(measured.size)])
    if (measured.digest !== null && measured.digest !== digest)
      throw accessionError('accession.blob.changed', [id, digest ?? '', measured.digest])
  }
  const source = await from.read(id)
  const bytes = measuredBytes(hashing, source, digest, { onBytes, end })
  try {
    await to.write(toId, bytes, { expectedSize: size ?? undefined, signal })
  } catch (error) {
    if (!isAccessionError(error, 'ALREADY_EXISTS')) throw error
  } finally {
    await bytes.return()
    // A write that took none of them has left the source open; one that broke it has told why.
    if (!source.locked) await source.cancel().catch(() => undefined)
  }
}
