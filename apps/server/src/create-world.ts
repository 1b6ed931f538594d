import { createMetrics, createRunningTransfers, measuredStore, sweep } from '@accession/core'
import type { World } from '@accession/core'
import type { BlobStore, Clock, Log, Metrics, Store } from '@accession/core/ports'
import { createNodeIds, nodeHashing, nodePasswords } from '@accession/crypto'
import { nodeClock } from './adapters/node-clock.ts'
import type { ServerSettings } from './settings/server-settings.ts'
import { createSweeper } from './sweeper.ts'
import type { Sweeper } from './sweeper.ts'

export interface WorldParts {
  readonly store: Store
  readonly blobs: BlobStore
  readonly log: Log
  /** @default the machine's */
  readonly clock?: Clock
  /** @default new ones, that nobody looks at */
  readonly metrics?: Metrics
  readonly settings: Pick<ServerSettings, 'sessionTimeoutMs' | 'sessionRetentionMs'> &
    Partial<Pick<ServerSettings, 'presignedUploads' | 'presignedDownloads'>>
}

/** The world of a Node process, and what sweeps it. */
export const createWorld = (parts: WorldParts): { world: World; sweeper: Sweeper } => {
  const { blobs, log, clock = nodeClock, metrics = createMetrics() } = parts
  const { sessionTimeoutMs, sessionRetentionMs } = parts.settings
  const { presignedUploads = false, presignedDownloads = false } = parts.settings
  const sweeper = createSweeper({ step: () => sweep(world), clock, log })
  const world: World = {
    store: measuredStore(parts.store, metrics),
    blobs,
    log,
    metrics,
    clock,
    ids: createNodeIds(),
    hashing: nodeHashing,
    passwords: nodePasswords,
    settings: { sessionTimeoutMs, sessionRetentionMs, presignedUploads, presignedDownloads },
    transfers: createRunningTransfers(),
    sweepSoon: () => sweeper.soon(),
  }
  return { world, sweeper }
}
