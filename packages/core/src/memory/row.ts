import type { ColumnKind, TableName } from '../ports/schema.ts'
import { tableShapes } from '../ports/table-shape.ts'
import type { AnyRow } from '../ports/table-shape.ts'

/** The row as a store keeps it: every column of its table, checked, its plain data copied, frozen. */
export const keptRow = (table: TableName, row: object): AnyRow => {
  const { columns } = tableShapes[table]
  const given = row as Readonly<Record<string, unknown>>
  const unknown = Object.keys(given).find((column) => !Object.hasOwn(columns, column))
  if (unknown !== undefined) throw new TypeError(`The table ${table} has no column ${unknown}`)
  const kept = Object.entries(columns).map(([column, kind]) => [
    column,
    keptValue(kind, given[column], `${table}.${column}`),
  ])
  return Object.freeze(Object.fromEntries(kept)) as AnyRow
}

const keptValue = (kind: ColumnKind, value: unknown, name: string): unknown => {
  if (value === null) return null
  switch (kind) {
    case 'text':
      if (typeof value === 'string' && !unkept.test(value)) return value
      break
    case 'integer':
      if (Number.isSafeInteger(value)) return value
      break
    case 'json':
      if (Object.isFrozen(value)) return value
      if (value !== undefined) return deepFreeze(JSON.parse(JSON.stringify(value)))
      break
  }
  throw new TypeError(`The column ${name} keeps ${kind}, not ${JSON.stringify(value)}`)
}

/** Half a surrogate pair, or NUL: no engine keeps them. */
const unkept = /\p{Surrogate}|\0/u

const deepFreeze = (value: unknown): unknown => {
  if (value !== null && typeof value === 'object') {
    Object.values(value).forEach(deepFreeze)
    Object.freeze(value)
  }
  return value
}
