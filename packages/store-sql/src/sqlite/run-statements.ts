import type { BatchOutcome, Statement } from '../driver.ts'
import { bound } from './bound.ts'
import { takenKey } from './errors.ts'
import type { Prepared } from './prepared.ts'

/** Runs a commit's statements up to the first that is in the way; the caller takes back the rest. */
export const runStatements = (
  prepared: Prepared,
  statements: readonly Statement[],
): BatchOutcome => {
  for (const statement of statements) {
    try {
      const hits = hitsOf(prepared, statement)
      if (statement.hits !== null && hits !== statement.hits) {
        return { outcome: 'missed', table: statement.table }
      }
    } catch (error) {
      const taken = takenKey(error)
      if (!taken) throw error
      return { outcome: 'taken', ...taken }
    }
  }
  return { outcome: 'done' }
}

const hitsOf = (prepared: Prepared, { sql, params, counted }: Statement): number => {
  const statement = prepared(sql)
  const given = bound(params)
  if (counted === 'changes') return Number(statement.run(...given).changes)
  return Number(Object.values(statement.get(...given) ?? {})[0])
}
