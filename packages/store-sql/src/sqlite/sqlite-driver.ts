import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { SqlDriver, SqlValue } from '../driver.ts'
import { bound } from './bound.ts'
import { classified } from './errors.ts'
import { createGroupedCommits } from './grouped-commits.ts'
import type { LogSync } from './log-sync.ts'
import { withPatience } from './patience.ts'
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
  const queries = createPrepared(database, returnArrays)
  const batch = createGroupedCommits(createPrepared(database), patienceMs, log)
  return {
    async all(sql, params) {
      try {
        const rows = await withPatience(patienceMs, () => rowsOf(queries(sql), params))
        const pending = log?.pending
        if (pending) await pending
        return rows
      } catch (error) {
        throw classified(error)
      }
    },
    batch,
  }
}

const rowsOf = (
  statement: StatementSync,
  params: readonly SqlValue[],
): readonly (readonly unknown[])[] =>
  statement.all(...bound(params)).map((row) => (Array.isArray(row) ? row : Object.values(row)))

/** Arrays are faster than objects, where Node can (from 22.16). */
const returnArrays = (statement: StatementSync): void => {
  ;(statement as Partial<Pick<StatementSync, 'setReturnArrays'>>).setReturnArrays?.(true)
}
