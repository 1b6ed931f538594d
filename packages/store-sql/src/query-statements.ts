import { conditionsOf, keysOf, tableNames } from '@accession/core/ports'
import type { Condition, TableName } from '@accession/core/ports'
import { createRowDecoder } from './decode-rows.ts'
import type { RowDecoder } from './decode-rows.ts'
import type { Dialect } from './dialect.ts'
import type { SqlValue } from './driver.ts'
import { queryText } from './query-sql.ts'
import type { QueryText, UnwantedParents } from './query-sql.ts'
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

interface RowsStatement extends QueryStatement {
  /** Makes rows of what is answered. */
  readonly decode: RowDecoder
}

/** Makes the statements of queries. */
export interface QueryWriter {
  /** The rows of a table with those above; their columns in the schema's order, table by table. */
  rows(table: TableName, parents: readonly TableName[], query: AnyQuery): RowsStatement
  /** The ids of rows as one JSON array. */
  ids(table: TableName, query: AnyQuery): QueryStatement
}

/** What queries of one shape share. */
interface Shared extends QueryText {
  readonly decode: RowDecoder
}

export const createQueryWriter = (dialect: Dialect): QueryWriter => {
  const shared = createTextCache<Shared>()

  const write = (
    table: TableName,
    parents: readonly TableName[],
    { where, notBelow, orderBy = 'id', limit }: AnyQuery,
    isOnlyIds: boolean,
  ): RowsStatement => {
    if (!(limit >= 1)) throw new RangeError(`The limit ${limit} of a query is less than 1`)
    const conditions = conditionsOf(where)
    const unwanted = notBelow ? unwantedParents(notBelow) : []
    let key = `${table} ${orderBy} ${isOnlyIds}`
    for (const parent of parents) key += `+${parent}`
    for (const condition of conditions) key += `|${testOf(table, condition)}`
    for (const { parent, conditions: held } of unwanted) {
      key += `;${parent}`
      for (const condition of held) key += `|${testOf(parent, condition)}`
    }
    const { sql, takes, decode } = shared(key, () => ({
      ...queryText(dialect, { table, parents, conditions, unwanted, orderBy, isOnlyIds }),
      decode: createRowDecoder([table, ...parents]),
    }))
    const params: SqlValue[] = []
    let at = 0
    const take = ({ value }: Condition): void => {
      if (takes[at++]) params.push(value)
    }
    for (const condition of conditions) take(condition)
    for (const { conditions: held } of unwanted) for (const condition of held) take(condition)
    params.push(limit)
    return { sql, params, decode }
  }

  return {
    rows: (table, parents, query) => write(table, parents, query, false),
    ids: (table, query) => write(table, [], query, true),
  }
}

const unwantedParents = (notBelow: NonNullable<AnyQuery['notBelow']>): readonly UnwantedParents[] =>
  Object.entries(notBelow).map(([parent, held = {}]) => ({
    parent: parent as TableName,
    conditions: conditionsOf(held),
  }))

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
