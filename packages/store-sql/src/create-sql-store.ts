import type { CommitOutcome, Store } from '@accession/core/ports'
import { createCommitWriter } from './commit-statements.ts'
import type { Dialect } from './dialect.ts'
import type { BatchOutcome, SqlDriver } from './driver.ts'
import { createQueryWriter } from './query-statements.ts'

/** The catalog in SQL, over an engine's driver and dialect. */
export const createSqlStore = (driver: SqlDriver, dialect: Dialect): Store => {
  const statementsOf = createCommitWriter(dialect)
  const queries = createQueryWriter(dialect)

  return {
    async find(table, query) {
      const { sql, params, decode } = queries.rows(table, [], query)
      const rows = await driver.all(sql, params)
      return rows.map((values) => decode(values)[table]) as never
    },

    async findWith(table, parents, query) {
      const { sql, params, decode } = queries.rows(table, parents, query)
      const rows = await driver.all(sql, params)
      return rows.map(decode) as never
    },

    async ids(table, query) {
      const { sql, params } = queries.ids(table, query)
      const [row] = await driver.all(sql, params)
      return JSON.parse((row?.[0] as string | null) ?? '[]') as string[]
    },

    async commit(changes) {
      if (changes.length === 0) return { outcome: 'committed' }
      return outcomeOf(await driver.batch(statementsOf(changes)))
    },
  }
}

const outcomeOf = (answer: BatchOutcome): CommitOutcome => {
  if (answer.outcome === 'taken') return answer
  if (answer.outcome === 'missed') return { outcome: 'changed', table: answer.table }
  return { outcome: 'committed' }
}
