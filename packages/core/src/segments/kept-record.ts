import type { Change } from '../ports/changes.ts'
import type { Kept } from './kept.ts'

/** What has been decided about a file. */
interface KeptAdvance {
  readonly changes: readonly Change[]
  readonly kept: Kept
}

/** Where it is written down what is kept of a file: the checkpoint of the task that fetches it. */
export interface KeptRecord {
  /** As it was last committed. */
  readonly kept: Kept
  /** Its task keeps so many segments that no more can be written down. */
  readonly isFull: boolean
  /** Commits what is kept from now on together with the changes that make it so. */
  advance(decide: (kept: Kept) => Promise<KeptAdvance>): Promise<void>
}
