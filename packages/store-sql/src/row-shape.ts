import { tableShapes } from '@accession/core/ports'
import type { Condition, TableName } from '@accession/core/ports'
import type { SqlValue } from './driver.ts'
import type { RowPlan } from './plan-commit.ts'

/** What rows have in common that one statement can treat at once. */
export interface RowShape {
  readonly table: TableName
  readonly kind: RowPlan['kind']
  readonly isRequired: boolean
  readonly isGuarded: boolean
  readonly set: readonly string[]
  readonly add: readonly string[]
  readonly raise: readonly string[]
  readonly conditions: readonly Condition[]
}

/** The shape of a row; rows of equal keys have one shape. */
export const shapeOf = (row: RowPlan): RowShape => ({
  table: row.table,
  kind: row.kind,
  isRequired: row.isRequired,
  isGuarded: row.revision !== null,
  set: Object.keys(row.set).toSorted(),
  add: Object.keys(row.add).toSorted(),
  raise: Object.keys(row.raise).toSorted(),
  conditions: row.conditions,
})

export const shapeKey = (shape: RowShape): string => {
  const { table, kind, isRequired, isGuarded, set, add, raise, conditions } = shape
  const tests = conditions.map(({ column, test, value }) =>
    value === null ? `${column} null` : `${column} ${test}`,
  )
  return [table, kind, isRequired, isGuarded, set, add, raise, tests].join('|')
}

/** The values of a row, in the order in which its statement asks for them. */
export const valuesOf = (row: RowPlan, shape: RowShape): readonly SqlValue[] => {
  const kinds = tableShapes[row.table].columns
  const values: SqlValue[] = [row.id]
  if (row.revision !== null) values.push(row.revision)
  for (const column of shape.set) values.push(encoded(row.set[column], kinds[column] === 'json'))
  for (const column of shape.add) values.push(row.add[column] as number)
  for (const column of shape.raise) values.push(row.raise[column] as number)
  for (const { value } of row.conditions) if (value !== null) values.push(value)
  return values
}

/** A column's value as it is kept: plain data as its JSON text, whatever the engine. */
export const encoded = (value: unknown, isJson: boolean): SqlValue =>
  isJson && value !== null ? JSON.stringify(value) : (value as SqlValue)
