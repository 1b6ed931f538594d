/** Bytes of a file that have been kept, in a blob of their own. */
export interface Segment {
  readonly blobId: string
  /** Bytes. */
  readonly size: number
}

/** What has been kept of a file that comes from elsewhere, until all of it is there. */
export interface Kept {
  /** In the file's order. */
  readonly segments: readonly Segment[]
  /** What tells the file that they are of from another at the same address. */
  readonly validator: string | null
  /** Bytes of the whole file, where its server has told. */
  readonly total: number | null
}

/** Of a file that begins. */
export const nothingKept: Kept = { segments: [], validator: null, total: null }

/** The bytes that have been kept. */
export const keptBytes = ({ segments }: Pick<Kept, 'segments'>): number =>
  segments.reduce((sum, { size }) => sum + size, 0)

/** Whether all of the file is there. */
export const isWhole = (kept: Kept): boolean =>
  kept.total !== null && keptBytes(kept) === kept.total

/** The blobs that hold what has been kept. */
export const blobsOf = ({ segments }: Pick<Kept, 'segments'>): readonly string[] =>
  segments.map(({ blobId }) => blobId)
