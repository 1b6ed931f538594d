import type { NamedBlobs } from './blob-places/named-blobs.ts'
import type { BlobStore } from './ports/blob-store.ts'
import type { Clock } from './ports/clock.ts'
import type { Hashing, PasswordHashing } from './ports/hashing.ts'
import type { Ids } from './ports/ids.ts'
import type { ItemType } from './ports/item-type.ts'
import type { Log } from './ports/log.ts'
import type { Work } from './ports/metric-catalog.ts'
import type { Metrics } from './ports/metrics.ts'
import type { Store } from './ports/store.ts'
import type { Settings } from './settings.ts'
import type { RunningTransfers } from './transfers/running-transfers.ts'

/** Everything that behaviour needs from outside: a host chooses the adapters and hands them in. */
export interface World {
  readonly store: Store
  /** All places for bytes as one, where there are several (`createPlacedBlobs`). */
  readonly blobs: BlobStore
  /** Further places for bytes, which libraries can be moved to; not set where there are none. */
  readonly namedBlobs?: NamedBlobs
  readonly clock: Clock
  readonly ids: Ids
  readonly hashing: Hashing
  readonly passwords: PasswordHashing
  readonly log: Log
  readonly metrics: Metrics
  /** What is being done with this world, for its metrics; not set: whatever else there is. */
  readonly work?: Work
  readonly settings: Settings
  /** The types of items whose files are looked into; an item of any other type is plain files. */
  readonly itemTypes: readonly ItemType[]
  /** The transfers that run in this process. */
  readonly transfers: RunningTransfers
  /** Lets work go on after its caller was answered; not set where a process lives anyway. */
  readonly keepAlive?: (work: Promise<void>) => void
  /** Something has become due now: the host sweeps soon instead of at its next turn. */
  sweepSoon(): void
  /** A task has begun, or goes on: the host takes tasks up soon instead of at its next turn. */
  runTasksSoon(): void
}
