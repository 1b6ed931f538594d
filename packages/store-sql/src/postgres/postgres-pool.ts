import { Client, Pool } from 'pg'
import type { ClientConfig, PoolClient } from 'pg'
import type { Log, Metrics } from '@accession/core/ports'
import { clientConfig, sessionSql } from './connection-options.ts'
import type { ConnectionOptions } from './connection-options.ts'
import { isConnectionLost } from './errors.ts'
import { createPipeline } from './pipeline.ts'
import type { SentStatement } from './pipeline.ts'
import { tellOfPool } from './tell-of-pool.ts'

export interface PostgresPoolOptions extends ConnectionOptions {
  readonly poolSize: number
  readonly log: Pick<Log, 'warn'> | undefined
  readonly metrics?: Pick<Metrics, 'reading'> | undefined
}

export type SqlRows = readonly (readonly unknown[])[]

/** How statements ended: with the last one's rows, or with what failed at one of them. */
export type Answer =
  | { readonly rows: SqlRows }
  | { readonly error: unknown; readonly at: number; readonly isLost: boolean }

/** Connections that are taken for one pipeline at a time. */
export interface PostgresPool {
  /** Sends statements in one go, as one transaction; rejects where there is no connection for them. */
  send(statements: readonly SentStatement[]): Promise<Answer>
  close(): Promise<void>
}

const idleMs = 60_000

export const createPostgresPool = (options: PostgresPoolOptions): PostgresPool => {
  const { poolSize, statementTimeoutMs, connectionTimeoutMs, log } = options
  const pool = new Pool({
    Client: clientOf(clientConfig(options)),
    onConnect: (client) => client.query(sessionSql),
    max: poolSize,
    idleTimeoutMillis: idleMs,
    connectionTimeoutMillis: connectionTimeoutMs,
  })
  pool.on('connect', (client) => {
    client.on('error', ({ message }) => log?.warn('store.connection_lost', { reason: message }))
  })
  if (options.metrics) tellOfPool(options.metrics, pool)
  // Told by the connection itself, above.
  pool.on('error', () => undefined)
  const silenceMs = 2 * statementTimeoutMs + connectionTimeoutMs

  return {
    async send(statements) {
      const client = await pool.connect()
      const answer = await sendOn(client, statements, silenceMs)
      client.release('error' in answer && answer.isLost)
      return answer
    },
    close: () => pool.end(),
  }
}

/** The pool shows its options to whoever looks; the URL, which may hold a password, is not there. */
const clientOf = (config: ClientConfig): new () => Client =>
  class extends Client {
    constructor() {
      super(config)
    }
  }

/** A server that neither answers nor breaks the connection is given up. */
const sendOn = (
  client: PoolClient,
  statements: readonly SentStatement[],
  silenceMs: number,
): Promise<Answer> =>
  new Promise((resolve) => {
    const end = (answer: Answer): void => {
      clearTimeout(timer)
      resolve(answer)
    }
    const timer = setTimeout(() => {
      end({ error: new Error('PostgreSQL does not answer'), at: 0, isLost: true })
    }, silenceMs)
    client.query(
      createPipeline(statements, {
        done: (rows) => end({ rows }),
        failed: (error, at) => end({ error, at, isLost: isConnectionLost(error) }),
      }),
    )
  })
