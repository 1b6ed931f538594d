import { tableShapes } from '@accession/core/ports'
import type { Condition, TableName } from '@accession/core/ports'
import type { SqlValue } from './driver.ts'
import type { RowPlan } from './plan-commit.ts'

/** What rows have in common that one statement can treat at once. */
export interface RowShape {
  readonly table: TableName
  readonly kind: RowPlan['kind']
  readonly isGuarded: boolean
  readonly set: readonly string[]
  readonly add: readonly string[]
  readonly raise: readonly string[]
  readonly conditions: readonly Condition[]
}

/** The shape of a row. */
export const shapeOf = (row: RowPlan): RowShape => ({
  table: row.table,
  kind: row.kind,
  isGuarded: row.revision !== null,
  set: Object.keys(row.set),
  add: Object.keys(row.add),
  raise: Object.keys(row.raise),
  conditions: row.conditions,
})

/** Rows of equal keys have one shape, and must be hit or may be gone alike. */
export const shapeKey = (row: RowPlan): string => {
  let key = `${row.table} ${row.kind} ${row.isRequired} ${row.revision !== null}`
  for (const column of Object.keys(row.set)) key += `|${column}`
  for (const column of Object.keys(row.add)) key += `|+${column}`
  for (const column of Object.keys(row.raise)) key += `|^${column}`
  for (const { column, test, value } of row.conditions)
    key += value === null ? `|${column} null` : `|${column} ${test}`
  return key
}

/** The values of a row, in the order in which its statement asks for them. */
export const valuesOf = (row: RowPlan): readonly SqlValue[] => {
  const kinds = tableShapes[row.table].columns
  const values: SqlValue[] = [row.id]
  if (row.revision !== null) values.push(row.revision)
  for (const [column, value] of Object.entries(row.set))
    values.push(encoded(value, kinds[column] === 'json'))
  for (const value of Object.values(row.add)) values.push(value)
  for (const value of Object.values(row.raise)) values.push(value)
  for (const { value } of row.conditions) if (value !== null) values.push(value)
  return values
}

/** A column's value as it is kept: plain data as its JSON text, whatever the engine. */
export const encoded = (value: unknown, isJson: boolean): SqlValue =>
  isJson && value !== null ? JSON.stringify(value) : (value as SqlValue)
