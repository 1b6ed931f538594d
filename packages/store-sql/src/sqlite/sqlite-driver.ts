import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { SqlDriver } from '../driver.ts'
import { createGroupedCommits } from './grouped-commits.ts'
import { createGroupedReads } from './grouped-reads.ts'
import type { LogSync } from './log-sync.ts'
import { createPrepared } from './prepared.ts'

/**
 * A driver over one connection that nobody else uses. Where its transactions do not sync themselves,
 * `log` does: then a query that may have seen a commit on its way to disk waits until it is there.
 */
export const createSqliteDriver = (
  database: DatabaseSync,
  patienceMs: number,
  log?: LogSync,
): SqlDriver => {
  const reads = createGroupedReads(createPrepared(database, returnArrays), patienceMs, log)
  const batch = createGroupedCommits(createPrepared(database), patienceMs, { log, reads })
  return { all: (sql, params) => reads.all(sql, params), batch }
}

/** Arrays are faster than objects, where Node can (from 22.16). */
const returnArrays = (statement: StatementSync): void => {
  ;(statement as Partial<Pick<StatementSync, 'setReturnArrays'>>).setReturnArrays?.(true)
}
