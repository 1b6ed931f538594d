import type { SeenLibrary, StoredMessage, Task } from '../../ports/entities.ts'
import type { FetchingFiles } from './fetching-files.ts'

/** Where the synchronization of a library goes on. */
export interface SyncCheckpoint extends FetchingFiles {
  /**
   * `look`: whether anything changed; `remove`: items that the publisher has no more; `items`: those
   * that it has; `end`: what was fetched for nothing.
   */
  readonly phase: 'look' | 'remove' | 'items' | 'end'
  /** The publisher as it was looked at; null before. */
  readonly published: PublishedThen | null
  /** The publisher's id of the item that was looked at last in this phase. */
  readonly after: string
  readonly added: number
  readonly changed: number
  readonly removed: number
  /** Items that were not taken over, the first of them by name. */
  readonly failed: number
  readonly failures: readonly SyncFailure[]
  /** How often it began anew because the publisher had changed meanwhile. */
  readonly restarts: number
}

/** A publisher as it was looked at, and what of the subscription was gone by. */
export interface PublishedThen {
  readonly seen: SeenLibrary
  readonly itemsUrl: string
  readonly url: string
  readonly isOnDemand: boolean
}

/** An item that stays as it was, and why. */
export interface SyncFailure {
  readonly name: string
  readonly message: StoredMessage
}

/** Where a synchronization begins. */
export const firstSyncCheckpoint: SyncCheckpoint = {
  phase: 'look',
  published: null,
  after: '',
  added: 0,
  changed: 0,
  removed: 0,
  failed: 0,
  failures: [],
  restarts: 0,
}

/** Where the synchronization that a task is has come. */
export const syncCheckpointOf = ({ checkpoint }: Pick<Task, 'checkpoint'>): SyncCheckpoint =>
  checkpoint as SyncCheckpoint
