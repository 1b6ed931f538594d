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
}

/**
 * Bytes under immutable keys. A key is an id that we made, never a name from a client.
 *
 * Promises of every adapter:
 * - A write stores all of its bytes or nothing: when it rejects, or its source does, or the signal
 *   aborts it, no read, no list and no later restart shows a part of them.
 * - Once a write has resolved, a loss of power takes nothing back (for adapters that outlive their
 *   process).
 * - A key is written once: writing an existing one rejects and leaves its bytes alone.
 * - Reads that began before a delete may end early with an error, but never show other bytes.
 * - Memory does not grow with the size of a blob; a slow source or reader holds nobody else up.
 * - No room left rejects with an `AccessionError` of type UNABLE_TO_ALLOCATE_RESOURCE.
 */
export interface BlobStore {
  /** Resolves when the bytes are stored durably. Consumes `bytes` chunk by chunk, with back-pressure. */
  write(
    id: string,
    bytes: AsyncIterable<Uint8Array>,
    options: {
      /** Bytes that will come, if known: adapters may prepare for them; not checked here. */
      readonly expectedSize?: number | undefined
      readonly signal: AbortSignal
    },
  ): Promise<void>

  /** The bytes, or a range of them; rejects with NOT_FOUND where there are none. */
  read(id: string, range?: ByteRange): Promise<ReadableStream<Uint8Array>>

  /** Resolves when none of them can be read again; ids without bytes, or half-written, are fine. */
  delete(ids: readonly string[]): Promise<void>

  /** Every stored blob, in no order; for `verify` alone. */
  list(): AsyncIterable<StoredBlob>

  /** Bytes that can still be written; `Infinity` where the engine knows no bound. */
  availableBytes(): Promise<number>
}
