import type { BlobStore } from '../ports/blob-store.ts'
import type { Blob } from '../ports/entities.ts'
import type { Hashing } from '../ports/hashing.ts'
import { readStoredDigest, storedDigest } from '../transfers/stored-digest.ts'

/** What bytes turned out to be. */
export interface Measured {
  readonly size: number
  /** By the algorithm of the digest that is known of them; null where none is. */
  readonly digest: string | null
}

/** Who is told of bytes as they pass. */
export interface BytesWatcher {
  readonly onBytes: (count: number) => void
  readonly end: (measured: Measured) => void
}

/**
 * The bytes of a source as they pass, with `end` called after the last of them, before the stream
 * ends: what it throws keeps a store from keeping them.
 */
export async function* measuredBytes(
  hashing: Hashing,
  source: AsyncIterable<Uint8Array>,
  known: string | null,
  { onBytes, end }: BytesWatcher,
): AsyncGenerator<Uint8Array, void, undefined> {
  const algorithm = known === null ? undefined : readStoredDigest(known)?.algorithm
  const digest = algorithm && hashing.digest(algorithm)
  let size = 0
  for await (const chunk of source) {
    size += chunk.byteLength
    const digesting = digest?.update(chunk)
    if (digesting) await digesting
    onBytes(chunk.byteLength)
    yield chunk
  }
  const value = await digest?.hex()
  end({
    size,
    digest: algorithm && value !== undefined ? storedDigest({ algorithm, value }) : null,
  })
}

/** Reads the bytes of a blob through; tells of each piece. */
export const measureBytes = async (
  { blobs, hashing }: { readonly blobs: BlobStore; readonly hashing: Hashing },
  { id, digest }: Pick<Blob, 'id' | 'digest'>,
  signal: AbortSignal,
  onBytes: (count: number) => void,
): Promise<Measured> => {
  let measured: Measured = { size: 0, digest: null }
  const bytes = await blobs.read(id)
  const watcher = { onBytes, end: (end: Measured) => (measured = end) }
  for await (const _ of measuredBytes(hashing, bytes, digest, watcher)) signal.throwIfAborted()
  return measured
}
