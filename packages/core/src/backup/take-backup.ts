import { copyBlobs } from '../admin/copy-blobs.ts'
import type { CopyDefect, CopyProgress } from '../admin/copy-blobs.ts'
import { isStillReferred } from '../admin/is-referred.ts'
import { pagesOf } from '../admin/pages-of.ts'
import { accessionError } from '../errors/accession-error.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { Blob } from '../ports/entities.ts'
import type { TableName } from '../ports/schema.ts'
import type { SnapshotSource } from '../ports/snapshot.ts'
import type { Store } from '../ports/store.ts'
import { tableNames } from '../ports/table-shape.ts'
import type { World } from '../world.ts'
import { holdBlobs } from './hold-blobs.ts'
import { insertRows } from './insert-rows.ts'
import { keptRows } from './kept-row.ts'

export interface BackupOptions {
  /** Makes the catalog of the backup anew, empty: once, and again for each time that it is retaken. */
  readonly newCatalog: () => Promise<Store>
  /** Where the bytes of the backup are, those of earlier ones among them. */
  readonly blobs: BlobStore
  readonly signal: AbortSignal
  readonly onProgress?: ((progress: BackupProgress) => void) | undefined
}

/** How far a backup has come, once its catalog stands. */
export interface BackupProgress extends CopyProgress {
  readonly blobsOf: number
  readonly bytesOf: number
}

/** What a backup holds. */
export interface BackupFacts {
  /** The instant that it shows. */
  readonly takenAt: number
  readonly rows: Readonly<Record<TableName, number>>
  readonly blobs: number
  readonly bytes: number
  /** Copied by this run; the others were there. */
  readonly copied: number
  readonly copiedBytes: number
  /** Bytes that the catalog refers to and that could not be copied. */
  readonly defects: readonly CopyDefect[]
}

/** How often a backup is taken anew because bytes of it were freed before they were copied. */
const retakesMax = 3

/**
 * Copies the catalog as it is at one instant, then all bytes that it refers to, while sessions go
 * on. Bytes are held meanwhile; should some be freed all the same, the catalog is taken anew, and
 * what was copied stays copied.
 */
export const takeBackup = async (
  world: World,
  source: SnapshotSource,
  options: BackupOptions,
): Promise<BackupFacts> => {
  await using hold = await holdBlobs(world)
  const signal = AbortSignal.any([options.signal, hold.signal])
  for (let retakes = 0; retakes < retakesMax; retakes++) {
    const taken = await takeOnce(world, source, { ...options, signal })
    if (taken) return taken
  }
  throw accessionError('accession.service.backup_outrun', [retakesMax])
}

const takeOnce = async (
  world: World,
  source: SnapshotSource,
  { newCatalog, blobs: to, signal, onProgress }: BackupOptions,
): Promise<BackupFacts | undefined> => {
  const catalog = await newCatalog()
  const { takenAt, rows, bytes } = await copyRows(world, source, catalog, signal)
  const blobs = rows.blob
  let vanished = 0
  const { copied, copiedBytes, defects } = await copyBlobs(pagesOf(catalog, 'blob'), {
    from: world.blobs,
    to,
    hashing: world.hashing,
    clock: world.clock,
    signal,
    onProgress: onProgress && ((seen) => onProgress({ ...seen, blobsOf: blobs, bytesOf: bytes })),
    async isWanted(blob) {
      const isDefect = await isStillReferred(world.store, blob)
      if (!isDefect) vanished++
      return isDefect
    },
  })
  if (vanished > 0) return undefined
  return { takenAt, rows, blobs, bytes, copied, copiedBytes, defects }
}

const copyRows = async (
  world: World,
  source: SnapshotSource,
  catalog: Store,
  signal: AbortSignal,
): Promise<Pick<BackupFacts, 'takenAt' | 'rows' | 'bytes'>> => {
  await using snapshot = await source.readSnapshot()
  const takenAt = world.clock.now()
  const counts: Partial<Record<TableName, number>> = {}
  let bytes = 0
  for (const table of tableNames) {
    let count = 0
    for await (const page of snapshot.rows(table)) {
      signal.throwIfAborted()
      const rows = keptRows(table, page)
      await insertRows(catalog, table, rows)
      count += rows.length
      if (table === 'blob') bytes += bytesOf(rows as readonly Blob[])
    }
    counts[table] = count
  }
  return { takenAt, rows: counts as Record<TableName, number>, bytes }
}

const bytesOf = (blobs: readonly Blob[]): number =>
  blobs.reduce((sum, { size }) => sum + (size ?? 0), 0)
