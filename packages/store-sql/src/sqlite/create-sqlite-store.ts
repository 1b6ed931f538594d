import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import type { DatabaseSync } from 'node:sqlite'
import { isAccessionError } from '@accession/core/errors'
import type { Log, SnapshotSource, Store } from '@accession/core/ports'
import { createSqlStore } from '../create-sql-store.ts'
import type { SqlDriver } from '../driver.ts'
import { sqliteDialect } from './dialect.ts'
import { classified, unavailable } from './errors.ts'
import { createLogSync } from './log-sync.ts'
import { migrate } from './migrate.ts'
import { migrations } from './migrations/index.ts'
import { inMemory, openDatabase } from './open-database.ts'
import { readSnapshot } from './read-snapshot.ts'
import { createSqliteDriver } from './sqlite-driver.ts'

export interface SqliteStoreOptions {
  /** The file; its folder is made. `:memory:` keeps the catalog in the process. */
  readonly path: string
  /** How long a commit or a query waits while another process holds the file. @default 5000 */
  readonly patienceMs?: number
  /** Told of migrations and backups. */
  readonly log?: Pick<Log, 'info'>
}

/** A catalog in a SQLite file. */
export interface SqliteStore extends Store, SnapshotSource, AsyncDisposable {
  /** Answers what was asked, folds the log into the file and lets go of it. */
  close(): Promise<void>
}

/** Opens a catalog, and brings its schema up to date. */
export const createSqliteStore = async ({
  path,
  patienceMs = 5000,
  log,
}: SqliteStoreOptions): Promise<SqliteStore> => {
  try {
    const database = await openDatabase(path, patienceMs)
    try {
      await migrate(database, path, { migrations, patienceMs, log })
      const logFile = path === inMemory ? undefined : await openLog(database, path)
      return storeOn({ database, path, logFile }, patienceMs)
    } catch (error) {
      database.close()
      throw error
    }
  } catch (error) {
    throw isSystemError(error) ? unavailable(error) : classified(error)
  }
}

interface OpenCatalog {
  readonly database: DatabaseSync
  readonly path: string
  /** The log, opened once more to sync it; not there for a catalog in memory. */
  readonly logFile: FileHandle | undefined
}

/**
 * From here on commits are brought to disk by syncs of the log beside the event loop, instead of by
 * SQLite, which would hold up everything else meanwhile; it still syncs where it folds the log in.
 */
const openLog = async (database: DatabaseSync, path: string): Promise<FileHandle> => {
  // It exists since the schema was read. Closing it lets go of no lock: those are on other files.
  const logFile = await open(`${path}-wal`, 'r+')
  database.exec('pragma synchronous = normal')
  return logFile
}

const storeOn = (catalog: OpenCatalog, patienceMs: number): SqliteStore => {
  const { database, path, logFile } = catalog
  const logSync = logFile && createLogSync(() => logFile.datasync())
  const driver = createSqliteDriver(database, patienceMs, logSync)
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => (closing ??= closeCatalog(catalog, driver))
  return {
    ...createSqlStore(driver, sqliteDialect),
    readSnapshot: () => readSnapshot(path, patienceMs),
    close,
    [Symbol.asyncDispose]: close,
  }
}

const closeCatalog = async (
  { database, logFile }: OpenCatalog,
  driver: SqlDriver,
): Promise<void> => {
  try {
    await driver.batch([])
    if (logFile) database.exec('pragma wal_checkpoint(truncate)')
  } catch (error) {
    if (!isAccessionError(classified(error))) throw error
  } finally {
    database.close()
    await logFile?.close()
  }
}

const isSystemError = (error: unknown): boolean =>
  error instanceof Error && 'syscall' in error && 'errno' in error
