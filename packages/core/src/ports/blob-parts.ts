/** The bytes of one part, all of them in one request. */
export interface BlobPart {
  /** Counted from 1. */
  readonly number: number
  readonly bytes: AsyncIterable<Uint8Array>
  readonly size: number
  /** Ends the write of the part at once. */
  readonly signal: AbortSignal
}

/**
 * What an engine can do that takes the bytes of a blob in parts, each by itself and on whatever node:
 * nothing of an upload is kept in a process. A `delete` of the blob ends an upload and frees its
 * parts.
 */
export interface BlobParts {
  /** Bytes of every part of a blob but the last, which may be smaller; by the blob's size, if known. */
  partSize(size: number | null): number
  /** The most parts. */
  readonly partsMax: number
  /** Begins an upload; answers what names it. */
  begin(id: string): Promise<string>
  /** Stores a part, in the place of one with its number; answers its tag. */
  write(id: string, upload: string, part: BlobPart): Promise<string>
  /**
   * Makes the parts, by their tags in order, the blob, of which it answers the size; where that was
   * done before it only answers. Rejects with INVALID_ARGUMENT where the tags are not those of the
   * parts, with CONCURRENT_CHANGE where the upload was ended.
   */
  complete(id: string, upload: string, tags: readonly string[]): Promise<number>
}
