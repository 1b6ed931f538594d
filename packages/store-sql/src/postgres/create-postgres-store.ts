import type { Log, Metrics, SnapshotSource, Store } from '@accession/core/ports'
import { createSqlStore } from '../create-sql-store.ts'
import { connectAlone, databaseName } from './connection-options.ts'
import type { ConnectionOptions } from './connection-options.ts'
import { postgresDialect } from './dialect.ts'
import { classified } from './errors.ts'
import { migrate } from './migrate.ts'
import { migrations } from './migrations.ts'
import { createPostgresDriver } from './postgres-driver.ts'
import { createPostgresPool } from './postgres-pool.ts'
import { readSnapshot } from './read-snapshot.ts'

export interface PostgresStoreOptions {
  /**
   * `postgres://user:password@host:port/database`; `?host=/folder` for a Unix socket, `?sslmode=…`,
   * `?application_name=…` and others as libpq has them.
   */
  readonly url: string
  /** Connections at most, each for one query or commit at a time. @default 10 */
  readonly poolSize?: number
  /** A query, or a statement of a commit, that takes longer is ended. @default 10000 */
  readonly statementTimeoutMs?: number
  /** So long a connection is waited for: a new one, or one of the pool. @default 5000 */
  readonly connectionTimeoutMs?: number
  /** Told of migrations, and of connections that break. */
  readonly log?: Pick<Log, 'info' | 'warn'>
  /** Told of the connections that are in use. */
  readonly metrics?: Pick<Metrics, 'reading'>
}

/** A catalog in a PostgreSQL database, which any number of nodes share. */
export interface PostgresStore extends Store, SnapshotSource, AsyncDisposable {
  /** Milliseconds since 1970 by the database's clock: the same for all nodes. */
  now(): Promise<number>
  /** Answers what was asked, and lets go of the connections. */
  close(): Promise<void>
}

const nowSql = 'select (extract(epoch from clock_timestamp()) * 1000)::bigint'

/** Opens a catalog, and brings its schema up to date. */
export const createPostgresStore = async ({
  url,
  poolSize = 10,
  statementTimeoutMs = 10_000,
  connectionTimeoutMs = 5_000,
  log,
  metrics,
}: PostgresStoreOptions): Promise<PostgresStore> => {
  const alone = { url, connectionTimeoutMs }
  await prepare(alone, log)
  const driver = createPostgresDriver(
    createPostgresPool({ ...alone, poolSize, statementTimeoutMs, log, metrics }),
  )
  const close = (): Promise<void> => driver.close()
  return {
    ...createSqlStore(driver, postgresDialect),
    async now() {
      const [row] = await driver.all(nowSql, [])
      return Number(row?.[0])
    },
    readSnapshot: () => readSnapshot(alone),
    close,
    [Symbol.asyncDispose]: close,
  }
}

const prepare = async (
  options: Pick<ConnectionOptions, 'url' | 'connectionTimeoutMs'>,
  log: Pick<Log, 'info'> | undefined,
): Promise<void> => {
  try {
    const client = await connectAlone(options)
    try {
      await migrate(client, { name: databaseName(options.url), migrations, log })
    } finally {
      await client.end()
    }
  } catch (error) {
    throw classified(error)
  }
}
