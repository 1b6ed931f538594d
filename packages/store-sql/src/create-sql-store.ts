import type { CommitOutcome, Store, TableName } from '@accession/core/ports'
import { createCommitWriter } from './commit-statements.ts'
import { createRowDecoder } from './decode-rows.ts'
import type { Dialect } from './dialect.ts'
import type { BatchOutcome, SqlDriver } from './driver.ts'
import { createQueryWriter } from './query-statements.ts'
import type { AnyQuery } from './query-statements.ts'
import { createTextCache } from './text-cache.ts'

/** The catalog in SQL, over an engine's driver and dialect. */
export const createSqlStore = (driver: SqlDriver, dialect: Dialect): Store => {
  const statementsOf = createCommitWriter(dialect)
  const queries = createQueryWriter(dialect)
  const decoders = createTextCache<ReturnType<typeof createRowDecoder>>()
  const decoderOf = (tables: readonly TableName[]): ReturnType<typeof createRowDecoder> =>
    decoders(tables.join(), () => createRowDecoder(tables))

  const rowsOf = async (
    table: TableName,
    parents: readonly TableName[],
    query: AnyQuery,
  ): Promise<readonly (readonly unknown[])[]> => {
    const { sql, params } = queries.rows(table, parents, query)
    return driver.all(sql, params)
  }

  return {
    async find(table, query) {
      const decode = decoderOf([table])
      const rows = await rowsOf(table, [], query)
      return rows.map((values) => decode(values)[0]) as never
    },

    async findWith(table, parents, query) {
      const names = [table, ...parents]
      const decode = decoderOf(names)
      const rows = await rowsOf(table, parents, query)
      return rows.map((values) => {
        const found = decode(values)
        const together: Record<string, unknown> = {}
        for (const [position, name] of names.entries()) together[name] = found[position]
        return together
      }) as never
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
