import { accessPath, tableShapes } from '@accession/core/ports'
import type { Condition, Scalar, TableName } from '@accession/core/ports'
import { columnOf, conditionSql } from './conditions-sql.ts'
import type { Dialect } from './dialect.ts'
import { keyIndexName, quoted } from './names.ts'

/** What queries have in common that share a text. */
export interface QueryShape {
  readonly table: TableName
  readonly parents: readonly TableName[]
  readonly conditions: readonly Condition[]
  readonly orderBy: string
  readonly isOnlyIds: boolean
}

/** A query's text and the conditions whose values it takes, before the limit. */
export interface QueryText {
  readonly sql: string
  readonly takes: readonly boolean[]
}

/** The text of the queries of a shape: along the one index that fits them best. */
export const queryText = (dialect: Dialect, shape: QueryShape): QueryText => {
  const { table, parents, conditions, orderBy, isOnlyIds } = shape
  const path = accessPath(table, conditions, orderBy)
  const isLeading = (condition: Condition): boolean =>
    condition === path.range || path.equal.includes(condition)
  const isPartial = ({ column }: Condition): boolean => Object.hasOwn(path.key.where ?? {}, column)
  const takes = conditions.map(
    (each) => each.value !== null && (isLeading(each) || !isPartial(each)),
  )

  let parameters = 0
  const parameter = (): string => dialect.placeholder(++parameters)
  const wanted = conditions.map((condition, index) => {
    const column = columnOf(condition.column)
    const isHidden = !isLeading(condition) && !isPartial(condition)
    return conditionSql(isHidden ? dialect.unindexed(column) : column, condition, () =>
      takes[index] ? parameter() : literal(condition.value),
    )
  })
  const joins = parents.map((parent, index) => {
    const alias = aliasAt(index + 1)
    const above = columnOf(tableShapes[table].parents[parent] as string)
    wanted.push(`${columnOf('id', alias)} = ${above}`)
    return ` cross join ${quoted(parent)} as ${alias}`
  })
  const selected = isOnlyIds ? columnOf('id') : columnsOf([table, ...parents])
  const source = dialect.along(quoted(table), keyIndexName(table, path.key))
  const sql =
    `select ${selected} from ${source}${joins.join('')} where ${wanted.join(' and ')} ` +
    `order by ${orderSql(dialect, orderBy, path.isOrdered)} limit ${limitSql(parameter())}`
  return { sql: isOnlyIds ? dialect.jsonArray(sql) : sql, takes }
}

const aliasAt = (position: number): string => (position === 0 ? 't' : `p${position}`)

/** The columns of the tables in the schema's order, each with a name that no other has. */
const columnsOf = (tables: readonly TableName[]): string =>
  tables
    .flatMap((table, position) =>
      Object.keys(tableShapes[table].columns).map(
        (column) => `${columnOf(column, aliasAt(position))} as "${table}.${column}"`,
      ),
    )
    .join(', ')

const orderSql = (dialect: Dialect, orderBy: string, isOrdered: boolean): string => {
  const column = (name: string): string =>
    isOrdered ? columnOf(name) : dialect.unindexed(columnOf(name))
  return orderBy === 'id' ? column('id') : `${column(orderBy)} nulls first, ${column('id')}`
}

/**
 * The limit as a sum: SQLite plans by the value of a bare parameter, and would prepare the statement
 * anew for each (measured: 13 µs of 14).
 */
const limitSql = (parameter: string): string => `${parameter} + 0`

/** A value as it must stand in the text for the planner to see that a partial index fits. */
const literal = (value: Scalar): string =>
  typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value)
