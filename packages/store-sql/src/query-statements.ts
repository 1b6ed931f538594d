import { accessPath, conditionsOf, tableShapes } from '@accession/core/ports'
import type { Condition, Scalar, TableName } from '@accession/core/ports'
import { columnOf, conditionSql } from './conditions-sql.ts'
import type { Dialect } from './dialect.ts'
import type { SqlValue } from './driver.ts'
import { keyIndexName, quoted } from './names.ts'

/** A `Query` of any table. */
export interface AnyQuery {
  readonly where: object
  readonly orderBy?: string
  readonly limit: number
}

export interface QueryStatement {
  readonly sql: string
  readonly params: readonly SqlValue[]
}

/** The rows of a table with those above; their columns in the schema's order, table by table. */
export const selectRows = (
  dialect: Dialect,
  table: TableName,
  parents: readonly TableName[],
  query: AnyQuery,
): QueryStatement => {
  const tables = [table, ...parents].map((name, position) => ({ name, alias: aliasAt(position) }))
  const columns = tables.flatMap(({ name, alias }) =>
    Object.keys(tableShapes[name].columns).map(
      (column) => `${columnOf(column, alias)} as "${name}.${column}"`,
    ),
  )
  return select(dialect, table, parents, query, columns.join(', '))
}

/** The ids of those rows as one JSON array. */
export const selectIds = (dialect: Dialect, table: TableName, query: AnyQuery): QueryStatement => {
  const { sql, params } = select(dialect, table, [], query, columnOf('id'))
  return { sql: dialect.jsonArray(sql), params }
}

const aliasAt = (position: number): string => (position === 0 ? 't' : `p${position}`)

const select = (
  dialect: Dialect,
  table: TableName,
  parents: readonly TableName[],
  { where, orderBy = 'id', limit }: AnyQuery,
  selected: string,
): QueryStatement => {
  if (!(limit >= 1)) throw new RangeError(`The limit ${limit} of a query is less than 1`)
  const conditions = conditionsOf(where)
  const path = accessPath(table, conditions, orderBy)
  const leading = new Set([...path.equal, ...(path.range ? [path.range] : [])])
  const params: SqlValue[] = []
  const parameter = (value: SqlValue): string => dialect.placeholder(params.push(value))

  const conditionOf = (condition: Condition): string => {
    const column = columnOf(condition.column)
    if (leading.has(condition)) {
      return conditionSql(column, condition, () => parameter(condition.value))
    }
    if (path.key.where && Object.hasOwn(path.key.where, condition.column)) {
      return conditionSql(column, condition, () => literal(condition.value))
    }
    return conditionSql(dialect.unindexed(column), condition, () => parameter(condition.value))
  }

  const joins = parents.map((parent, index) => ({
    from: `cross join ${quoted(parent)} as ${aliasAt(index + 1)}`,
    on: `${columnOf('id', aliasAt(index + 1))} = ${columnOf(tableShapes[table].parents[parent] as string)}`,
  }))
  const wanted = [...conditions.map(conditionOf), ...joins.map(({ on }) => on)]
  const source = dialect.along(quoted(table), keyIndexName(table, path.key))
  const from = [source, ...joins.map((join) => join.from)]
  const sql =
    `select ${selected} from ${from.join(' ')} where ${wanted.join(' and ')} ` +
    `order by ${orderSql(dialect, orderBy, path.isOrdered)} limit ${parameter(limit)}`
  return { sql, params }
}

const orderSql = (dialect: Dialect, orderBy: string, isOrdered: boolean): string => {
  const column = (name: string): string =>
    isOrdered ? columnOf(name) : dialect.unindexed(columnOf(name))
  return orderBy === 'id' ? column('id') : `${column(orderBy)} nulls first, ${column('id')}`
}

/** A value as it must stand in the text for the planner to see that a partial index fits. */
const literal = (value: Scalar): string =>
  typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value)
