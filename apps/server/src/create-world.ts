import {
  createMetrics,
  createPlacedBlobs,
  createRunningTransfers,
  createTaskLanes,
  measuredStore,
  sweep,
} from '@accession/core'
import type { NamedBlobs, World } from '@accession/core'
import type { BlobStore, Clock, Log, Metrics, PasswordHashing, Store } from '@accession/core/ports'
import { createNodeIds, nodeHashing, nodePasswords, nodeSignatures } from '@accession/crypto'
import { createNodeFetcher } from '@accession/fetcher/node'
import { itemTypes } from '@accession/item-types/adapters'
import { createImportFolder } from './adapters/import-folder.ts'
import { nodeClock } from './adapters/node-clock.ts'
import type { ServerSettings } from './settings/server-settings.ts'
import { createSweeper } from './sweeper.ts'
import type { Sweeper } from './sweeper.ts'
import { createTaskLoop } from './task-loop.ts'

export interface WorldParts {
  readonly store: Store
  readonly blobs: BlobStore
  /** Further places for bytes. @default none */
  readonly namedBlobs?: NamedBlobs
  readonly log: Log
  /** @default the machine's */
  readonly clock?: Clock
  /** @default new ones, that nobody looks at */
  readonly metrics?: Metrics
  /** @default nodePasswords */
  readonly passwords?: PasswordHashing
  readonly settings: Pick<ServerSettings, 'sessionTimeoutMs' | 'sessionRetentionMs'> &
    Partial<Pick<ServerSettings, 'presignedUploads' | 'presignedDownloads'>> &
    Partial<Pick<ServerSettings, 'fetchAllow' | 'allowSha1Thumbprint' | 'proxies' | 'importDir'>>
}

/** The world of a Node process, with what goes on in it beside requests once it is started. */
export interface OpenWorld {
  readonly world: World
  readonly sweeper: Sweeper
  readonly tasks: Sweeper
}

/** Makes the world of a Node process, what sweeps it, and what carries its tasks on. */
export const createWorld = (parts: WorldParts): OpenWorld => {
  const { namedBlobs = new Map(), log, clock = nodeClock, metrics = createMetrics() } = parts
  const { passwords = nodePasswords } = parts
  const { sessionTimeoutMs, sessionRetentionMs } = parts.settings
  const { presignedUploads = false, presignedDownloads = false } = parts.settings
  const { fetchAllow = [], allowSha1Thumbprint = false, proxies, importDir } = parts.settings
  const sweeper = createSweeper({ step: () => sweep(world), clock, log })
  const tasks = createTaskLoop(() => createTaskLanes(world), { clock, log })
  const store = measuredStore(parts.store, metrics)
  const world: World = {
    store,
    blobs: namedBlobs.size === 0 ? parts.blobs : createPlacedBlobs(store, parts.blobs, namedBlobs),
    namedBlobs,
    log,
    metrics,
    clock,
    ids: createNodeIds(),
    hashing: nodeHashing,
    passwords,
    fetcher: createNodeFetcher({
      allow: fetchAllow,
      allowShaOneThumbprint: allowSha1Thumbprint,
      ...(proxies && { proxies }),
    }),
    ...(importDir !== undefined && { imports: createImportFolder(importDir) }),
    signatures: nodeSignatures,
    settings: { sessionTimeoutMs, sessionRetentionMs, presignedUploads, presignedDownloads },
    itemTypes,
    transfers: createRunningTransfers(),
    sweepSoon: () => sweeper.soon(),
    runTasksSoon: () => tasks.soon(),
  }
  return { world, sweeper, tasks }
}
