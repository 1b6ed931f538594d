import type { BlobParts } from './blob-parts.ts'

export interface ByteRange {
  /** The first byte, counted from 0. */
  readonly start: number
  /** The byte after the last one; more than `start`, at most the size. */
  readonly end: number
}

export interface StoredBlob {
  readonly id: string
  /** Bytes. */
  readonly size: number
  /** The name of the place that it is in, where that is not the default one of several. */
  readonly place?: string
}

export interface BlobWriteOptions {
  /** Bytes that will come, if known: adapters may prepare for them; not checked here. */
  readonly expectedSize?: number | undefined
  /** Nobody else looks at the chunks ever again: their memory may go as soon as they are written. */
  readonly disposable?: boolean
  /** Ends the write at once, also while its source hangs. */
  readonly signal: AbortSignal
}

/** When a URL is signed, in ms, and for how long it then is good. */
export interface PresignedTime {
  readonly signedAt: number
  readonly seconds: number
}

/** What an engine can do that lets clients send and fetch bytes without us. */
export interface BlobPresigning {
  /**
   * A URL that takes, by PUT, bytes of this size and this SHA-256 (hex), where none are stored yet.
   * Whoever sends them adds the headers that the URL's `X-Amz-SignedHeaders` names.
   */
  uploadUrl(
    id: string,
    upload: PresignedTime & { readonly size: number; readonly sha256: string },
  ): Promise<string>

  /**
   * A URL that answers the bytes, or a range of them, with these headers; undefined where they are in
   * a place that has none.
   */
  downloadUrl(
    id: string,
    download: PresignedTime & { readonly headers: Readonly<Record<string, string>> },
  ): Promise<string | undefined>

  /** What is stored, and its SHA-256 where the engine has verified one itself. */
  readonly arrived: (
    id: string,
  ) => Promise<{ readonly size: number; readonly sha256?: string } | undefined>
}

/**
 * Bytes under immutable keys. A key is an id that we made, a UUID in lower case, never a name from
 * a client: anything else is INVALID_ARGUMENT.
 *
 * Promises of every adapter:
 * - A write stores all of its bytes or nothing: when it rejects, or its source does, or the signal
 *   aborts it, no read, no list and no later restart shows a part of them.
 * - Once a write has resolved, a loss of power takes nothing back; once a delete has resolved, it
 *   brings nothing back (for adapters that outlive their process).
 * - A key is written once: writing an existing one rejects with ALREADY_EXISTS and leaves its bytes
 *   alone; of several writes at once exactly one wins.
 * - A process that dies in the middle of a write leaves nothing but what `delete` of its id frees.
 * - Reads that began before a delete may end early with an error, but never show other bytes.
 * - Memory does not grow with the size of a blob (but where memory is the store); a slow source or
 *   reader holds nobody else up.
 * - No room left rejects with an `AccessionError` of type UNABLE_TO_ALLOCATE_RESOURCE, an engine
 *   that fails with SERVICE_UNAVAILABLE whose cause is the engine's error.
 */
export interface BlobStore {
  /**
   * Resolves when the bytes are stored durably. Consumes `bytes` chunk by chunk, with back-pressure;
   * a chunk belongs to the store from then on: its source leaves it unchanged. Rejects with the
   * source's own error or the signal's reason where those end it. A delete of the key while it is
   * being written may win (CONCURRENT_CHANGE) or lose: whoever writes for an owner that is gone
   * deletes once more.
   */
  write(id: string, bytes: AsyncIterable<Uint8Array>, options: BlobWriteOptions): Promise<void>

  /**
   * The bytes, or a range of them; rejects with NOT_FOUND where there are none, with
   * INVALID_ARGUMENT where the range is not within them. A chunk belongs to whoever reads it: nobody
   * else looks at its memory. Whoever does not read to the end cancels.
   */
  read(id: string, range?: ByteRange): Promise<ReadableStream<Uint8Array>>

  /** Resolves when none of them can be read again; ids without bytes, or half-written, are fine. */
  delete(ids: readonly string[]): Promise<void>

  /** Every stored blob, in no order; for `verify` alone. */
  list(): AsyncIterable<StoredBlob>

  /** Bytes that can still be written; `Infinity` where the engine knows no bound. */
  availableBytes(): Promise<number>

  /** Not set where only this process can reach the bytes. */
  readonly presigning?: BlobPresigning

  /** Not set where a blob comes in one piece only. */
  readonly parts?: BlobParts
}
