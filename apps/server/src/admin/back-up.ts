import { randomUUID } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import { makeFolders } from '@accession/blobs/filesystem'
import { takeBackup } from '@accession/core/admin'
import type { BackupFacts, BackupProgress } from '@accession/core/admin'
import type { BlobStore } from '@accession/core/ports'
import type { ServerSettings } from '../settings/server-settings.ts'
import { StartError } from '../start-error.ts'
import type { LongWork } from './admin.ts'
import {
  backupFolder,
  digestOfFile,
  finishPublishing,
  publish,
  removePartial,
} from './backup-folder.ts'
import type { BackupFolder } from './backup-folder.ts'
import { inLockedFolder } from './lock-folder.ts'
import type { OpenAdmin } from './open-admin.ts'
import { programVersion } from './program-version.ts'

export type BackUpOptions = LongWork<BackupProgress>

/** What a backup holds, and what the folder no longer does. */
export interface BackedUp extends BackupFacts {
  readonly folder: string
  /** Bytes of earlier backups that this one has no use for. */
  readonly removed: number
}

/**
 * Writes a backup into a folder, or brings the one that is there up to date. Until that is complete
 * the earlier one stands.
 */
export const backUp = async (
  admin: OpenAdmin,
  given: string,
  options: BackUpOptions,
): Promise<BackedUp> => {
  const folder = resolve(given)
  await makeFolder(folder)
  const places = backupFolder(folder)
  await refuseOwnPlace(admin.settings, folder, places)
  return inLockedFolder(folder, places.lock, async () => {
    const taken = await bringUpToDate(admin, places, options)
    return { ...taken, folder }
  })
}

const bringUpToDate = async (
  { world, snapshots, settings }: OpenAdmin,
  places: BackupFolder,
  { signal, onProgress }: BackUpOptions,
): Promise<Omit<BackedUp, 'folder'>> => {
  await finishPublishing(places)
  const { createFolderBlobStore } = await import('@accession/blobs/filesystem')
  const blobs = await createFolderBlobStore({ folder: places.blobs })
  await using catalog = partialCatalog(places)
  const facts = await takeBackup(world, snapshots, {
    newCatalog: () => catalog.open(),
    blobs,
    signal,
    onProgress,
  })
  const wanted = await catalog.close()
  await publish(places, {
    format: 1,
    id: randomUUID(),
    takenAt: new Date(facts.takenAt).toISOString(),
    program: programVersion(),
    source: { catalog: settings.store.kind, blobs: settings.blobs.kind },
    catalog: await digestOfFile(places.partial),
    blobs: { count: facts.blobs, bytes: facts.bytes },
    rows: facts.rows,
    defects: [...facts.defects],
  })
  return { ...facts, removed: await removeOthers(blobs, wanted) }
}

/** What a backup has no use for is removed: never may that be what servers use. */
const refuseOwnPlace = async (
  { store, blobs, blobStores }: ServerSettings,
  folder: string,
  places: BackupFolder,
): Promise<void> => {
  const own = [blobs, ...blobStores.values()].flatMap((each) =>
    each.kind === 'folder' ? [isSame(each.folder, places.blobs)] : [],
  )
  if (store.kind === 'sqlite') own.push(isSame(store.path, places.catalog))
  if ((await Promise.all(own)).includes(true))
    throw new StartError(`${folder} is what servers use themselves: name another folder.`)
}

const isSame = async (one: string, other: string): Promise<boolean> => {
  const [first, second] = await Promise.all([realPathOf(one), realPathOf(other)])
  return first === second
}

/** A path without links, as far as it is there. */
const realPathOf = (path: string): Promise<string> =>
  realpath(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    return resolve(path)
  })

const makeFolder = async (folder: string): Promise<void> => {
  await makeFolders(folder, 0o700).catch((error: NodeJS.ErrnoException) => {
    throw new StartError(`The folder ${folder} cannot be made (${error.code ?? error.message}).`, {
      cause: error,
    })
  })
}

/** The catalog of a backup while it is written: begun anew at each `open`. */
const partialCatalog = ({ partial }: BackupFolder) => {
  const open = async () => {
    const { createSqliteStore } = await import('@accession/store-sql/sqlite')
    return createSqliteStore({ path: partial })
  }
  let current: Awaited<ReturnType<typeof open>> | undefined
  const end = async (): Promise<void> => {
    await current?.close()
    current = undefined
  }
  return {
    async open() {
      await end()
      await removePartial(partial)
      return (current = await open())
    },
    /** Closes it, and answers the ids of the blobs in it. */
    async close(): Promise<ReadonlySet<string>> {
      const ids = new Set<string>()
      if (current) {
        await using snapshot = await current.readSnapshot()
        for await (const rows of snapshot.rows('blob')) for (const { id } of rows) ids.add(id)
      }
      await end()
      return ids
    },
    /** What was not put in its place is of no use to anybody. */
    async [Symbol.asyncDispose]() {
      await end()
      await removePartial(partial)
    },
  }
}

const removeOthers = async (blobs: BlobStore, wanted: ReadonlySet<string>): Promise<number> => {
  const others: string[] = []
  for await (const { id } of blobs.list()) if (!wanted.has(id)) others.push(id)
  await blobs.delete(others)
  return others.length
}
