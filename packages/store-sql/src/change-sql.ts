import { tableShapes } from '@accession/core/ports'
import type { ColumnKind, TableName } from '@accession/core/ports'
import { columnOf, conditionSql } from './conditions-sql.ts'
import type { Dialect, JsonRows } from './dialect.ts'
import { quoted } from './names.ts'
import type { RowShape } from './row-shape.ts'

/** Where a statement's values come from: a parameter each for one row, one in all for many. */
interface Source {
  readonly rows: JsonRows | undefined
  readonly next: (kind: ColumnKind) => string
}

const sourceOf = (dialect: Dialect, isMany: boolean): Source => {
  const rows = isMany ? dialect.jsonRows(dialect.placeholder(1)) : undefined
  let count = 0
  const next = (kind: ColumnKind): string =>
    rows ? rows.value(count++, kind) : dialect.placeholder(++count)
  return { rows, next }
}

/** The statement that writes, removes, adjusts or checks rows of one shape. */
export const changeSql = (dialect: Dialect, shape: RowShape, isMany: boolean): string => {
  const source = sourceOf(dialect, isMany)
  const { columns } = tableShapes[shape.table]
  const kindOf = (column: string): ColumnKind => columns[column] as ColumnKind
  const value = (column: string): string => `(${source.next(kindOf(column))})`

  const wanted = [`${columnOf('id')} = ${value('id')}`]
  if (shape.isGuarded) {
    wanted.push(`${dialect.unindexed(columnOf('revision'))} = ${value('revision')}`)
  }
  const sets = [
    ...(shape.kind === 'write' ? [`"revision" = ${columnOf('revision')} + 1`] : []),
    ...shape.set.map((column) => `${quoted(column)} = ${value(column)}`),
    ...shape.add.map((column) => `${quoted(column)} = ${columnOf(column)} + ${value(column)}`),
    ...shape.raise.map(
      (column) => `${quoted(column)} = ${dialect.greatest(columnOf(column), value(column))}`,
    ),
  ]
  for (const condition of shape.conditions) {
    const column = dialect.unindexed(columnOf(condition.column))
    wanted.push(
      conditionSql(dialect, column, condition, () => source.next(kindOf(condition.column))),
    )
  }
  return statementSql(dialect, shape, source.rows, sets, wanted.join(' and '))
}

const statementSql = (
  dialect: Dialect,
  { table: name, kind }: RowShape,
  rows: JsonRows | undefined,
  sets: readonly string[],
  condition: string,
): string => {
  const table = quoted(name)
  if (kind === 'check') {
    const from = rows ? `${rows.from} cross join ${table} as t` : `${table} as t`
    const held = `select 1 from ${from} where ${condition}${dialect.holding}`
    return `select count(*) from (${held}) as held`
  }
  if (kind === 'remove') {
    return rows
      ? dialect.removeJsonRows(table, rows, condition)
      : `delete from ${table} as t where ${condition}`
  }
  const from = rows ? ` from ${rows.from}` : ''
  return `update ${table} as t set ${sets.join(', ')}${from} where ${condition}`
}

/** The statement that adds rows of a table. */
export const insertSql = (dialect: Dialect, table: TableName, isMany: boolean): string => {
  const source = sourceOf(dialect, isMany)
  const columns = Object.entries(tableShapes[table].columns)
  const names = columns.map(([column]) => quoted(column)).join(', ')
  const values = columns.map(([, kind]) => source.next(kind)).join(', ')
  const rows = source.rows ? `select ${values} from ${source.rows.from}` : `values (${values})`
  return `insert into ${quoted(table)} (${names}) ${rows}`
}

/** The statement that removes the rows below a parent, or below many. */
export const clearSql = (
  dialect: Dialect,
  table: TableName,
  column: string,
  isMany: boolean,
): string => {
  const source = sourceOf(dialect, isMany)
  const parent = source.next('text')
  const wanted = source.rows ? `in (select ${parent} from ${source.rows.from})` : `= ${parent}`
  return `delete from ${quoted(table)} where ${quoted(column)} ${wanted}`
}
