import type { World } from '@accession/core'
import type { SnapshotSource } from '@accession/core/ports'
import { createNodeLog } from '../../src/adapters/node-log.ts'
import { createWorld } from '../../src/create-world.ts'
import { openBlobs } from '../../src/open-blobs.ts'
import { openCatalog } from '../../src/open-catalog.ts'
import type { ServerSettings } from '../../src/settings/server-settings.ts'

/** The world of servers that have ended, and what was logged in it besides the audit. */
export interface OpenWorld extends AsyncDisposable {
  readonly world: World
  readonly snapshots: SnapshotSource
  readonly lines: readonly string[]
}

/** Opens what servers have left, as another one would, without serving it. */
export const openWorld = async (settings: ServerSettings): Promise<OpenWorld> => {
  const lines: string[] = []
  const write = (text: string): void => {
    if (!text.includes('"level":"audit"')) lines.push(text)
  }
  const log = createNodeLog({ level: 'error', isReadable: false, write })
  const catalog = await openCatalog(settings.store, { log })
  const blobs = await openBlobs(settings.blobs)
  const { world } = createWorld({ ...catalog, blobs, log, settings })
  const snapshots = catalog.store as typeof catalog.store & SnapshotSource
  return { world, snapshots, lines, [Symbol.asyncDispose]: () => catalog.close() }
}
