import type { CatalogSnapshot } from '@accession/core/ports'
import { createSqlSnapshot } from '../sql-snapshot.ts'
import { connectAlone } from './connection-options.ts'
import type { ConnectionOptions } from './connection-options.ts'
import { postgresDialect } from './dialect.ts'
import { classified } from './errors.ts'
import { createPipeline } from './pipeline.ts'
import type { SentStatement } from './pipeline.ts'
import type { SqlRows } from './postgres-pool.ts'

/** The transaction's instant is that of its first query; its reader may take its time. */
const begin = `
  begin isolation level repeatable read, read only;
  set local idle_in_transaction_session_timeout = 0;
  select 1`

/** The catalog as it is now: a connection of its own, whose one transaction sees no later commit. */
export const readSnapshot = async (
  options: Pick<ConnectionOptions, 'url' | 'connectionTimeoutMs'>,
): Promise<CatalogSnapshot> => {
  const client = await connectAlone(options).catch((error: unknown) => {
    throw classified(error)
  })
  const send = (statement: SentStatement): Promise<SqlRows> =>
    new Promise((resolve, reject) => {
      client.query(createPipeline([statement], { done: resolve, failed: reject }))
    })
  try {
    await client.query(begin)
  } catch (error) {
    await client.end()
    throw classified(error)
  }
  let last: Promise<unknown> = Promise.resolve()
  const all = (sql: string, params: SentStatement['params']): Promise<SqlRows> => {
    const rows = last.then(() => send({ sql, params }))
    last = rows.catch(() => undefined)
    return rows.catch((error: unknown) => {
      throw classified(error)
    })
  }
  return createSqlSnapshot({ all }, postgresDialect, () => client.end())
}
