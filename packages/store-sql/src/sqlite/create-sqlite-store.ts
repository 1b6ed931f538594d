import type { DatabaseSync } from 'node:sqlite'
import { isAccessionError } from '@accession/core/errors'
import type { Log, SnapshotSource, Store } from '@accession/core/ports'
import { createSqlStore } from '../create-sql-store.ts'
import type { SqlDriver } from '../driver.ts'
import { sqliteDialect } from './dialect.ts'
import { classified, unavailable } from './errors.ts'
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
    } catch (error) {
      database.close()
      throw error
    }
    return storeOn(database, path, patienceMs)
  } catch (error) {
    throw isSystemError(error) ? unavailable(error) : classified(error)
  }
}

const storeOn = (database: DatabaseSync, path: string, patienceMs: number): SqliteStore => {
  const driver = createSqliteDriver(database, patienceMs)
  let closing: Promise<void> | undefined
  const close = (): Promise<void> =>
    (closing ??= closeDatabase(database, driver, path === inMemory))
  return {
    ...createSqlStore(driver, sqliteDialect),
    readSnapshot: () => readSnapshot(path, patienceMs),
    close,
    [Symbol.asyncDispose]: close,
  }
}

const closeDatabase = async (
  database: DatabaseSync,
  driver: SqlDriver,
  isInMemory: boolean,
): Promise<void> => {
  try {
    await driver.batch([])
    if (!isInMemory) database.exec('pragma wal_checkpoint(truncate)')
  } catch (error) {
    if (!isAccessionError(classified(error))) throw error
  } finally {
    database.close()
  }
}

const isSystemError = (error: unknown): boolean =>
  error instanceof Error && 'syscall' in error && 'errno' in error
