import type { CatalogSnapshot, TableName, Tables } from '@accession/core/ports'
import type { Dialect } from './dialect.ts'
import type { SqlDriver } from './driver.ts'
import { createQueryWriter } from './query-statements.ts'

/** Rows read at once: some hundred kilobytes. */
const pageRows = 1000

/** A snapshot over what reads within one transaction; `close` ends that. */
export const createSqlSnapshot = (
  { all }: Pick<SqlDriver, 'all'>,
  dialect: Dialect,
  close: () => Promise<void>,
): CatalogSnapshot => {
  const queries = createQueryWriter(dialect)

  async function* pagesOf<T extends TableName>(table: T): AsyncGenerator<readonly Tables[T][]> {
    for (let after = ''; ;) {
      const where = { id: { moreThan: after } }
      const { sql, params, decode } = queries.rows(table, [], { where, limit: pageRows })
      const rows = (await all(sql, params)).map((values) => decode(values)[table])
      const last = rows.at(-1)
      if (!last) return
      yield rows as unknown as Tables[T][]
      if (rows.length < pageRows) return
      after = last.id
    }
  }

  return { rows: pagesOf, [Symbol.asyncDispose]: close }
}
