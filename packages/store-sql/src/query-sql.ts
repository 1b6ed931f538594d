import { accessPath, tableShapes } from '@accession/core/ports'
import type { AccessPath, Condition, Scalar, TableName } from '@accession/core/ports'
import { columnOf, conditionSql } from './conditions-sql.ts'
import type { Dialect } from './dialect.ts'
import { keyIndexName, quoted } from './names.ts'

/** Parents below which no row is wanted. */
export interface UnwantedParents {
  readonly parent: TableName
  readonly conditions: readonly Condition[]
}

/** What queries have in common that share a text. */
export interface QueryShape {
  readonly table: TableName
  readonly parents: readonly TableName[]
  readonly conditions: readonly Condition[]
  /** Parents below which no row is wanted, by what they hold. */
  readonly unwanted: readonly UnwantedParents[]
  readonly orderBy: string
  readonly isOnlyIds: boolean
}

/** A query's text, and whether it takes the value of each condition, those on parents last. */
export interface QueryText {
  readonly sql: string
  readonly takes: readonly boolean[]
}

/** The text of the queries of a shape: along the one index that fits them best. */
export const queryText = (dialect: Dialect, shape: QueryShape): QueryText => {
  const { table, parents, conditions, unwanted, orderBy, isOnlyIds } = shape
  const takes: boolean[] = []
  let parameters = 0
  const parameter = (): string => dialect.placeholder(++parameters)
  const tests = (
    { key, equal, range }: AccessPath,
    asked: readonly Condition[],
  ): readonly string[] =>
    asked.map((condition) => {
      const isLeading = condition === range || equal.includes(condition)
      const isPartial = Object.hasOwn(key.where ?? {}, condition.column)
      const isTaken = condition.value !== null && (isLeading || !isPartial)
      takes.push(isTaken)
      const column = columnOf(condition.column)
      return conditionSql(
        dialect,
        isLeading || isPartial ? column : dialect.unindexed(column),
        condition,
        () => (isTaken ? parameter() : literal(condition.value)),
      )
    })

  const path = accessPath(table, conditions, orderBy)
  const wanted = [...tests(path, conditions)]
  for (const { parent, conditions: held } of unwanted) {
    const way = accessPath(parent, held, 'id')
    const source = dialect.along(quoted(parent), keyIndexName(parent, way.key))
    const above = columnOf(tableShapes[table].parents[parent] as string)
    wanted.push(
      `${above} not in (select ${columnOf('id')} from ${source} where ` +
        `${tests(way, held).join(' and ')})`,
    )
  }
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
    `order by ${orderSql(dialect, orderBy, path.isOrdered, conditions)} limit ${limitSql(parameter())}`
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

/** Nulls come first, which only some engines do by themselves: it is asked for where there can be some. */
const orderSql = (
  dialect: Dialect,
  orderBy: string,
  isOrdered: boolean,
  conditions: readonly Condition[],
): string => {
  const column = (name: string): string =>
    isOrdered ? columnOf(name) : dialect.unindexed(columnOf(name))
  if (orderBy === 'id') return column('id')
  const isGiven = conditions.some((each) => each.column === orderBy && each.value !== null)
  return `${column(orderBy)}${isGiven ? '' : ' nulls first'}, ${column('id')}`
}

/**
 * The limit as a sum: SQLite plans by the value of a bare parameter, and would prepare the statement
 * anew for each (measured: 13 µs of 14).
 */
const limitSql = (parameter: string): string => `${parameter} + 0`

/** A value as it must stand in the text for the planner to see that a partial index fits. */
const literal = (value: Scalar): string =>
  typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value)
