import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { restoreBackup } from '@accession/core/admin'
import type { Restored } from '@accession/core/admin'
import { StartError } from '../start-error.ts'
import type { BackUpOptions } from './back-up.ts'
import { backupFolder, digestOfFile, readManifest } from './backup-folder.ts'
import type { BackupFolder, Manifest } from './backup-folder.ts'
import type { OpenAdmin } from './open-admin.ts'

/** Brings a backup into the empty catalog and place for bytes that the settings name. */
export const restore = async (
  { world }: OpenAdmin,
  given: string,
  { signal, onProgress }: BackUpOptions,
): Promise<Restored> => {
  const folder = resolve(given)
  const places = backupFolder(folder)
  const manifest = await manifestOf(folder, places)
  const { createFolderBlobStore } = await import('@accession/blobs/filesystem')
  const blobs = await createFolderBlobStore({ folder: places.blobs })
  await using copy = await copyOfCatalog(places)
  await using catalog = await copy.store.readSnapshot()
  const { count, bytes } = manifest.blobs
  const backup = { id: manifest.id, facts: { blobs: count, bytes }, catalog, blobs }
  const restored = await restoreBackup(world, backup, { signal, onProgress })
  for (const [table, rows] of Object.entries(restored.rows))
    if ((manifest.rows[table] ?? 0) !== rows)
      throw new StartError(
        `The backup in ${folder} has ${rows} rows of ${table} where its manifest says ${manifest.rows[table] ?? 0}.`,
      )
  return restored
}

/** The manifest of the catalog that is there: a backup may have been broken off at its last step. */
const manifestOf = async (folder: string, places: BackupFolder): Promise<Manifest> => {
  const manifests = [await readManifest(places.manifest), await readManifest(places.nextManifest)]
  if (manifests.every((manifest) => manifest === undefined))
    throw new StartError(`There is no complete backup in ${folder}.`)
  const { sha256 } = await digestOfFile(places.catalog)
  const manifest = manifests.find((each) => each?.catalog.sha256 === sha256)
  if (!manifest)
    throw new StartError(
      `${places.catalog} is not the catalog that was backed up: it has been changed.`,
    )
  return manifest
}

/** Opened aside, so that the backup stays as it is: opening may bring the schema up to date. */
const copyOfCatalog = async ({ catalog }: BackupFolder) => {
  const folder = await mkdtemp(join(tmpdir(), 'accession-restore-'))
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true })
  try {
    const path = join(folder, 'catalog.sqlite')
    await copyFile(catalog, path)
    const { createSqliteStore } = await import('@accession/store-sql/sqlite')
    const store = await createSqliteStore({ path })
    return {
      store,
      async [Symbol.asyncDispose]() {
        await store.close()
        await remove()
      },
    }
  } catch (error) {
    await remove()
    throw error
  }
}
