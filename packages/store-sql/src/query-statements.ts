import { conditionsOf, keysOf, tableNames } from '@accession/core/ports'
import type { Condition, TableName } from '@accession/core/ports'
import type { Dialect } from './dialect.ts'
import type { SqlValue } from './driver.ts'
import { queryText } from './query-sql.ts'
import type { QueryText } from './query-sql.ts'
import { createTextCache } from './text-cache.ts'

/** A `Query` of any table. */
export interface AnyQuery {
  readonly where: object
  readonly notBelow?: Readonly<Record<string, object | undefined>>
  readonly orderBy?: string
  readonly limit: number
}

interface QueryStatement {
  readonly sql: string
  readonly params: readonly SqlValue[]
}

/** Makes the statements of queries. */
export interface QueryWriter {
  /** The rows of a table with those above; their columns in the schema's order, table by table. */
  rows(table: TableName, parents: readonly TableName[], query: AnyQuery): QueryStatement
  /** The ids of rows as one JSON array. */
  ids(table: TableName, query: AnyQuery): QueryStatement
}

export const createQueryWriter = (dialect: Dialect): QueryWriter => {
  const texts = createTextCache<QueryText>()

  const write = (
    table: TableName,
    parents: readonly TableName[],
    { where, notBelow = {}, orderBy = 'id', limit }: AnyQuery,
    isOnlyIds: boolean,
  ): QueryStatement => {
    if (!(limit >= 1)) throw new RangeError(`The limit ${limit} of a query is less than 1`)
    const conditions = conditionsOf(where)
    const tests = conditions.map((condition) => testOf(table, condition))
    const unwanted = Object.entries(notBelow).map(([parent, held = {}]) => ({
      parent: parent as TableName,
      conditions: conditionsOf(held),
    }))
    const without = unwanted.map(({ parent, conditions: held }) => {
      const heldTests = held.map((condition) => testOf(parent, condition))
      return `${parent} ${heldTests.join()}`
    })
    const key = `${table}|${parents.join()}|${tests.join()}|${without.join(';')}|${orderBy}|${isOnlyIds}`
    const { sql, takes } = texts(key, () =>
      queryText(dialect, { table, parents, conditions, unwanted, orderBy, isOnlyIds }),
    )
    const all = [...conditions, ...unwanted.flatMap(({ conditions: held }) => held)]
    const taken = all.filter((_, index) => takes[index])
    return { sql, params: [...taken.map(({ value }) => value), limit] }
  }

  return {
    rows: (table, parents, query) => write(table, parents, query, false),
    ids: (table, query) => write(table, [], query, true),
  }
}

/** What of a condition decides about the text: its value only where a partial key may fit it. */
const testOf = (table: TableName, { column, test, value }: Condition): string => {
  if (value === null) return `${column} null`
  const isPartial = test === 'is' && partialValues.get(table)?.has(`${column} ${value}`) === true
  return isPartial ? `${column} is ${value}` : `${column} ${test}`
}

const partialValues = new Map(
  tableNames.map((table) => [
    table,
    new Set(
      keysOf(table).flatMap(({ where = {} }) =>
        Object.entries(where).map(([column, value]) => `${column} ${value}`),
      ),
    ),
  ]),
)
