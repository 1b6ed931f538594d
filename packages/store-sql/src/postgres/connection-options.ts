import { Client } from 'pg'
import type { ClientConfig } from 'pg'

/** What every connection to the catalog is told. */
export interface ConnectionOptions {
  readonly url: string
  /** Ends a statement that runs for longer; 0 lets it run. */
  readonly statementTimeoutMs: number
  /** So long the server may take to let somebody in. */
  readonly connectionTimeoutMs: number
}

const lockTimeoutMaxMs = 5_000
const idleInTransactionMs = 10_000

/** The options of a connection; what the URL says goes before. */
export const clientConfig = ({
  url,
  statementTimeoutMs,
  connectionTimeoutMs,
}: ConnectionOptions): ClientConfig => ({
  connectionString: url,
  fallback_application_name: 'accession',
  statement_timeout: statementTimeoutMs,
  lock_timeout: Math.min(statementTimeoutMs, lockTimeoutMaxMs),
  idle_in_transaction_session_timeout: idleInTransactionMs,
  connectionTimeoutMillis: connectionTimeoutMs,
  keepAlive: true,
})

/**
 * What every session begins with. Each query has an index by the schema, and a table is never read
 * through because the planner guesses that it is small.
 */
export const sessionSql =
  "set default_transaction_isolation = 'read committed'; set enable_seqscan = off"

/** A connection outside the pool, for work that takes its time. */
export const connectAlone = async (
  options: Pick<ConnectionOptions, 'url' | 'connectionTimeoutMs'>,
): Promise<Client> => {
  const client = new Client(clientConfig({ ...options, statementTimeoutMs: 0 }))
  // What breaks the connection fails the statement that runs, or the next one.
  client.on('error', () => undefined)
  await client.connect()
  await client.query(sessionSql)
  return client
}

/** The database in words, without who signs in and how. */
export const databaseName = (url: string): string => {
  const { host, port, database } = new Client({ connectionString: url })
  return host.startsWith('/') ? `${host}/${database}` : `${host}:${port}/${database}`
}
