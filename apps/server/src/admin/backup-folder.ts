import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as v from 'valibot'
import { StartError } from '../start-error.ts'

/** Where the parts of a backup are. */
export interface BackupFolder {
  readonly catalog: string
  readonly blobs: string
  readonly manifest: string
  /** The manifest of a catalog that is about to be put in its place. */
  readonly nextManifest: string
  /** A catalog that is being written. */
  readonly partial: string
  readonly lock: string
}

/** The parts of a backup in a folder: laid out as a data folder, so it can be one. */
export const backupFolder = (folder: string): BackupFolder => ({
  catalog: join(folder, 'catalog.sqlite'),
  blobs: join(folder, 'blobs'),
  manifest: join(folder, 'manifest.json'),
  nextManifest: join(folder, 'manifest.next.json'),
  partial: join(folder, 'catalog.partial.sqlite'),
  lock: join(folder, '.lock'),
})

const count = v.pipe(v.number(), v.integer(), v.minValue(0))

const manifestSchema = v.object({
  format: v.literal(1),
  id: v.string(),
  takenAt: v.pipe(v.string(), v.isoTimestamp()),
  program: v.string(),
  source: v.object({ catalog: v.string(), blobs: v.string() }),
  catalog: v.object({ sha256: v.string(), bytes: count }),
  blobs: v.object({ count, bytes: count }),
  rows: v.record(v.string(), count),
  defects: v.array(v.object({ id: v.string(), why: v.string() })),
})

/** What a backup holds, and what it is known by. */
export type Manifest = v.InferOutput<typeof manifestSchema>

/** The manifest in a file; undefined where there is none. */
export const readManifest = async (path: string): Promise<Manifest | undefined> => {
  const text = await readFile(path, 'utf8').catch(unlessMissing)
  if (text === undefined) return undefined
  const { success, output } = v.safeParse(v.pipe(v.string(), v.parseJson(), manifestSchema), text)
  if (!success)
    throw new StartError(
      `${path} is not the manifest of a backup that this program can read: use the program that wrote it, or a newer one.`,
    )
  return output
}

/** The size of a file and its digest. */
export const digestOfFile = async (path: string): Promise<Manifest['catalog']> => {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array)
  return { sha256: hash.digest('hex'), bytes: (await stat(path)).size }
}

/**
 * Puts a written catalog in the place of the one before, with its manifest. Broken off anywhere, one
 * of the two manifests is that of the catalog which is there.
 */
export const publish = async (folder: BackupFolder, manifest: Manifest): Promise<void> => {
  const { partial, catalog, nextManifest } = folder
  const file = await open(nextManifest, 'w', 0o600)
  try {
    await file.writeFile(`${JSON.stringify(manifest, undefined, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await syncFolder(dirname(nextManifest))
  await rename(partial, catalog)
  await syncFolder(dirname(catalog))
  await finishPublishing(folder)
}

/** Ends what was broken off between a catalog and its manifest; removes what it left besides. */
export const finishPublishing = async (folder: BackupFolder): Promise<void> => {
  const { catalog, manifest, nextManifest, partial } = folder
  const next = await readManifest(nextManifest)
  if (next) {
    const held = await digestOfFile(catalog).catch(unlessMissing)
    if (held?.sha256 === next.catalog.sha256) await rename(nextManifest, manifest)
    else await rm(nextManifest)
    await syncFolder(dirname(manifest))
  }
  await removePartial(partial)
}

/** Removes a catalog that was not put in its place, with what SQLite keeps beside it. */
export const removePartial = async (path: string): Promise<void> => {
  for (const suffix of ['', '-wal', '-shm']) await rm(`${path}${suffix}`, { force: true })
}

const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const unlessMissing = (error: NodeJS.ErrnoException): undefined => {
  if (error.code !== 'ENOENT') throw error
}
