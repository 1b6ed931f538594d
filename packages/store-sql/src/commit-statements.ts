import { tableNames, tableShapes } from '@accession/core/ports'
import type { AnyRow, Change, TableName } from '@accession/core/ports'
import { changeSql, clearSql, insertSql } from './change-sql.ts'
import type { Dialect, LockStrength } from './dialect.ts'
import type { SqlValue, Statement } from './driver.ts'
import { groupBy } from './group-by.ts'
import { quoted } from './names.ts'
import { planCommit } from './plan-commit.ts'
import type { TablePlan } from './plan-commit.ts'
import { encoded, shapeKey, shapeOf, valuesOf } from './row-shape.ts'
import { createTextCache } from './text-cache.ts'

/** Makes the statements of a commit. */
export type CommitWriter = (changes: readonly Change[]) => readonly Statement[]

/**
 * Rows of one table and shape share a statement. Table by table, in the schema's order, rows are
 * removed, written, adjusted, checked and cleared; the inserts come last.
 */
export const createCommitWriter = (dialect: Dialect): CommitWriter => {
  const text = createTextCache<string>()

  const changesOf = ({ table, rows, clears }: TablePlan): readonly Statement[] => {
    const statements: Statement[] = [...locksOf({ table, rows, clears })]
    const byShape = groupBy(rows, shapeKey)
    for (const kind of ['remove', 'write', 'adjust', 'check'] as const) {
      for (const [key, group] of byShape) {
        const [first] = group
        if (first?.kind !== kind) continue
        const isMany = group.length > 1
        statements.push({
          sql: text(`${key}|${isMany}`, () => changeSql(dialect, shapeOf(first), isMany)),
          params: paramsOf(group.map(valuesOf)),
          table,
          hits: first.isRequired ? group.length : null,
          counted: kind === 'check' ? 'value' : 'changes',
        })
      }
    }
    for (const [column, group] of groupBy(clears, (clear) => clear.column)) {
      const isMany = group.length > 1
      statements.push({
        sql: text(`${table}|clear|${column}|${isMany}`, () =>
          clearSql(dialect, table, column, isMany),
        ),
        params: paramsOf(group.map(({ parentId }) => [parentId])),
        table,
        hits: null,
        counted: 'changes',
      })
    }
    return statements
  }

  /** Where more than one row may be locked, they are locked first, in one order. */
  const locksOf = ({ table, rows, clears }: Omit<TablePlan, 'inserts'>): readonly Statement[] => {
    const { lockRows } = dialect
    if (!lockRows || (rows.length < 2 && clears.length === 0)) return []
    const strength = lockStrength(rows, clears.length > 0)
    const wanted = [
      ...rows.map(({ id }) => ({ column: 'id', value: id })),
      ...clears.map(({ column, parentId }) => ({ column, value: parentId })),
    ]
    const byColumn = [...groupBy(wanted, ({ column }) => column)]
    const columns = byColumn.map(([column]) => column)
    const sql = text(`${table}|lock|${columns.join()}|${strength}`, () =>
      lockRows(quoted(table), columns.map(quoted), strength),
    )
    const params = byColumn.map(([, group]) => JSON.stringify(group.map(({ value }) => value)))
    return [{ sql, params, table, hits: null, counted: 'value' }]
  }

  const insertsOf = ({ table, inserts }: TablePlan): readonly Statement[] => {
    if (inserts.length === 0) return []
    const isMany = inserts.length > 1
    const sql = text(`${table}|insert|${isMany}`, () => insertSql(dialect, table, isMany))
    const params = paramsOf(inserts.map((row) => rowValues(table, row)))
    return [{ sql, params, table, hits: null, counted: 'changes' }]
  }

  return (changes) => {
    const plan = planCommit(changes)
    const statements: Statement[] = []
    for (const ofTable of plan) statements.push(...changesOf(ofTable))
    for (const ofTable of plan) statements.push(...insertsOf(ofTable))
    return statements
  }
}

/** The strongest lock that any of the rows needs. */
const lockStrength = (rows: TablePlan['rows'], isCleared: boolean): LockStrength => {
  if (isCleared || rows.some(({ kind }) => kind === 'remove')) return 'update'
  return rows.some(({ kind }) => kind !== 'check') ? 'no key update' : 'share'
}

const paramsOf = (rows: readonly (readonly SqlValue[])[]): readonly SqlValue[] =>
  rows.length === 1 && rows[0] ? rows[0] : [JSON.stringify(rows)]

const rowValues = (table: TableName, row: AnyRow): readonly SqlValue[] => {
  const values: SqlValue[] = []
  for (const [column, isJson] of insertedColumns.get(table) ?? [])
    values.push(encoded(row[column], isJson))
  return values
}

/** The columns of each table, and whether each holds plain data. */
const insertedColumns = new Map(
  tableNames.map((table) => [
    table,
    Object.entries(tableShapes[table].columns).map(
      ([column, kind]) => [column, kind === 'json'] as const,
    ),
  ]),
)
