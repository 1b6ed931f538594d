import { existsSync } from 'node:fs'
import { refuseHalfRestored } from '@accession/core/admin'
import { requireKnownPlaces } from '@accession/core'
import type { World } from '@accession/core'
import { isAccessionError } from '@accession/core/errors'
import type { SnapshotSource, Store } from '@accession/core/ports'
import { createWorld } from '../create-world.ts'
import { makeDataFolder } from '../data-folder.ts'
import { openBlobs, openNamedBlobs } from '../open-blobs.ts'
import { openCatalog } from '../open-catalog.ts'
import type { SettingFlags } from '../settings/given-settings.ts'
import { readSettings } from '../settings/server-settings.ts'
import type { ServerSettings } from '../settings/server-settings.ts'
import { SettingsError } from '../settings/settings-error.ts'
import { StartError } from '../start-error.ts'
import { createAdminLog } from './admin-log.ts'

/** The catalog and the bytes of a deployment, for an operator beside its servers. */
export interface OpenAdmin extends AsyncDisposable {
  readonly world: World
  readonly snapshots: SnapshotSource
  readonly settings: ServerSettings
}

/**
 * Opens what the settings name, as a server does, and brings its schema up to date. A catalog that
 * is not there is made only where it may be `new`; one that is half restored is refused else.
 */
export const openAdmin = async (
  flags: SettingFlags,
  { isNew = false }: { readonly isNew?: boolean } = {},
): Promise<OpenAdmin> => {
  const settings = readSettings(flags)
  const { store, blobs, data } = settings
  if (store.kind === 'memory' || blobs.kind === 'memory')
    throw new SettingsError(
      'ACCESSION_STORE is memory:, which lives and dies with its server: nobody else can reach it.',
    )
  if (store.kind === 'sqlite') {
    if (isNew) await makeDataFolder(data)
    else if (!existsSync(store.path))
      throw new StartError(
        `There is no catalog ${store.path}: name the data folder of a server with --data or ACCESSION_DATA.`,
      )
  }
  const log = createAdminLog()
  const catalog = await openCatalog(store, { log })
  try {
    const opened = await openBlobs(blobs)
    const namedBlobs = await openNamedBlobs(settings.blobStores)
    const { world } = createWorld({ ...catalog, blobs: opened, namedBlobs, log, settings })
    if (!isNew) {
      await refuseHalfRestored(world)
      await requireKnownPlaces(world)
    }
    return {
      world,
      snapshots: withSnapshots(catalog.store),
      settings,
      [Symbol.asyncDispose]: () => catalog.close(),
    }
  } catch (error) {
    await catalog.close()
    throw isAccessionError(error) ? new StartError(error.message, { cause: error }) : error
  }
}

const withSnapshots = (store: Store): SnapshotSource => {
  if ('readSnapshot' in store) return store as Store & SnapshotSource
  throw new StartError('This catalog cannot be read as of one instant.')
}
