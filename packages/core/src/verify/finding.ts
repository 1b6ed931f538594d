/**
 * What is wrong: bytes that are missing, unreadable, or not those that were stored; bytes that no
 * row knows; a reference to a blob without a row; a blob whose references were miscounted; an
 * item whose size and count are not those of its files, or with a file that lost its blob.
 */
export type Problem =
  | 'missing_bytes'
  | 'unreadable_bytes'
  | 'wrong_size'
  | 'wrong_digest'
  | 'orphan_bytes'
  | 'missing_row'
  | 'wrong_state'
  | 'wrong_references'
  | 'wrong_item_totals'
  | 'file_without_bytes'

/** One thing that is wrong. */
export interface Finding {
  readonly problem: Problem
  /** The id of the blob, or of the item. */
  readonly id: string
  readonly expected: string
  readonly found: string
  /** What is touched by it: files of items, as `LIBRARY/ITEM: FILE`, and of sessions. */
  readonly touches: readonly string[]
}
