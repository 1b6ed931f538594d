import { copyBlobs } from '../admin/copy-blobs.ts'
import type { CopyDefect } from '../admin/copy-blobs.ts'
import { accessionError } from '../errors/accession-error.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import { insert, remove } from '../ports/changes.ts'
import type { TableName } from '../ports/schema.ts'
import type { CatalogSnapshot } from '../ports/snapshot.ts'
import { tableNames } from '../ports/table-shape.ts'
import type { World } from '../world.ts'
import type { BackupFacts, BackupProgress } from './take-backup.ts'
import { insertRows } from './insert-rows.ts'
import { findRestoreMark, restoreMarkId } from './restore-mark.ts'

/** A backup to be restored. */
export interface BackupToRestore {
  /** What tells it from others, so that a restore which broke off goes on with the same one. */
  readonly id: string
  readonly facts: Pick<BackupFacts, 'blobs' | 'bytes'>
  readonly catalog: CatalogSnapshot
  readonly blobs: BlobStore
}

export interface RestoreOptions {
  readonly signal: AbortSignal
  readonly onProgress?: ((progress: BackupProgress) => void) | undefined
}

/** What was restored. */
export interface Restored {
  readonly rows: Readonly<Record<TableName, number>>
  readonly copied: number
  readonly copiedBytes: number
  /** Bytes that the backup lacks, or that are not those stored. */
  readonly defects: readonly CopyDefect[]
}

type Target = Pick<World, 'store' | 'blobs' | 'hashing' | 'clock'>

/**
 * Brings a backup into an empty catalog and an empty place for bytes, whatever engines they are.
 * Broken off, it leaves a mark: servers refuse that catalog, and another run goes on.
 */
export const restoreBackup = async (
  target: Target,
  backup: BackupToRestore,
  options: RestoreOptions,
): Promise<Restored> => {
  await begin(target, backup.id)
  const { copied, copiedBytes, defects } = await copyBytes(target, backup, options)
  const counts: Partial<Record<TableName, number>> = {}
  for (const table of tableNames) {
    counts[table] = await copyTable(target, backup.catalog, table, options.signal)
  }
  const mark = await findRestoreMark(target)
  if (mark) await target.store.commit([remove('setting', mark)])
  return { rows: counts as Record<TableName, number>, copied, copiedBytes, defects }
}

const begin = async (target: Target, backupId: string): Promise<void> => {
  const mark = await findRestoreMark(target)
  if (mark?.value === backupId) return
  if (mark) throw accessionError('accession.service.half_restored', [])
  const anyId = { id: { moreThan: '' } } as const
  for (const table of tableNames) {
    const [row] = await target.store.ids(table, { where: anyId, limit: 1 })
    if (row !== undefined) throw accessionError('accession.service.restore_not_empty', ['catalog'])
  }
  for await (const blob of target.blobs.list()) {
    if (blob) throw accessionError('accession.service.restore_not_empty', ['file storage'])
  }
  const begun = { id: restoreMarkId, revision: 1, value: backupId }
  const { outcome } = await target.store.commit([insert('setting', begun)])
  if (outcome !== 'committed') throw accessionError('accession.service.restore_met_others', [])
}

const copyBytes = (
  { blobs: to, hashing, clock }: Target,
  { catalog, blobs: from, facts }: BackupToRestore,
  { signal, onProgress }: RestoreOptions,
) =>
  copyBlobs(catalog.rows('blob'), {
    from,
    to,
    hashing,
    clock,
    signal,
    isWanted: async () => true,
    onProgress:
      onProgress && ((seen) => onProgress({ ...seen, blobsOf: facts.blobs, bytesOf: facts.bytes })),
  })

/** Adds what is not there yet: a run before this one may have come that far. */
const copyTable = async (
  { store }: Target,
  catalog: CatalogSnapshot,
  table: TableName,
  signal: AbortSignal,
): Promise<number> => {
  let count = 0
  let after = ''
  for await (const page of catalog.rows(table)) {
    signal.throwIfAborted()
    const where = { id: { moreThan: after } }
    const known = new Set(await store.ids(table, { where, limit: page.length + 1 }))
    const rows = page.filter(({ id }) => !known.has(id))
    await insertRows(store, table, rows)
    after = page.at(-1)?.id ?? after
    count += page.length
  }
  return count
}
