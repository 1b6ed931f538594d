import { Client } from 'pg'
import type { ClientConfig } from 'pg'

/** What every connection to the catalog is told. */
export interface ConnectionOptions {
  readonly url: string
  /** Ends a statement that runs for longer; 0 lets it run. */
  readonly statementTimeoutMs: number
}

/** So long a connection is waited for, and a slot of the pool. */
export const connectionTimeoutMs = 5_000

const lockTimeoutMaxMs = 5_000
const idleInTransactionMs = 10_000

/** The options of a connection; what the URL says goes before. */
export const clientConfig = ({ url, statementTimeoutMs }: ConnectionOptions): ClientConfig => ({
  connectionString: url,
  fallback_application_name: 'accession',
  statement_timeout: statementTimeoutMs,
  lock_timeout: Math.min(statementTimeoutMs, lockTimeoutMaxMs),
  idle_in_transaction_session_timeout: idleInTransactionMs,
  connectionTimeoutMillis: connectionTimeoutMs,
  keepAlive: true,
})

/** A connection outside the pool, for work that takes its time. */
export const connectAlone = async (url: string): Promise<Client> => {
  const client = new Client(clientConfig({ url, statementTimeoutMs: 0 }))
  // What breaks the connection fails the statement that runs, or the next one.
  client.on('error', () => undefined)
  await client.connect()
  return client
}

/** The database in words, without who signs in and how. */
export const databaseName = (url: string): string => {
  const { host, port, database } = new Client({ connectionString: url })
  return host.startsWith('/') ? `${host}/${database}` : `${host}:${port}/${database}`
}
