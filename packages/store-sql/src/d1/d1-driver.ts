import type { SqlDriver, Statement } from '../driver.ts'
import type { D1Binding, D1Prepared } from './d1-binding.ts'
import { classified, failureSql, lostRace } from './errors.ts'

/**
 * A driver over D1. A batch is one call, which D1 runs as a transaction; nobody can stop it from
 * outside, so each statement that must hit rows is followed by one that fails where it did not.
 */
export const createD1Driver = (database: D1Binding): SqlDriver => {
  const prepare = (sql: string, params: readonly unknown[] = []): D1Prepared =>
    params.length === 0 ? database.prepare(sql) : database.prepare(sql).bind(...params)

  return {
    async all(sql, params) {
      try {
        return (await prepare(sql, params).raw()) as unknown[][]
      } catch (error) {
        throw classified(error)
      }
    },

    async batch(statements) {
      const prepared = statements.flatMap((statement) =>
        guarded(statement).map(({ sql, params }) => prepare(sql, params)),
      )
      try {
        if (prepared.length > 0) await database.batch(prepared)
        return { outcome: 'done' }
      } catch (error) {
        const lost = lostRace(error)
        if (lost) return lost
        throw classified(error)
      }
    },
  }
}

type Guarded = Pick<Statement, 'sql'> & Partial<Pick<Statement, 'params'>>

/** A statement with what fails where it did not hit its rows. */
const guarded = ({ sql, params, table, hits, counted }: Statement): readonly Guarded[] => {
  if (hits === null) return [{ sql, params }]
  if (counted === 'value') return [{ sql: expectSql(`(${sql})`, hits, failureSql(table)), params }]
  return [{ sql, params }, { sql: expectSql('changes()', hits, failureSql(table)) }]
}

const expectSql = (value: string, expected: number, failure: string): string =>
  `select case when ${value} = ${expected} then 1 else ${failure} end`
