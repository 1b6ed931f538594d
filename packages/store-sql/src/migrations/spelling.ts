/** What engines spell differently in a schema. */
export interface Spelling {
  /** The type of texts, ordered by code point. */
  readonly text: string
  /** The type of integers of 64 bits. */
  readonly integer: string
  /** What stands after a table of wide rows, and after one of narrow rows. */
  readonly wide: string
  readonly narrow: string
}
