import { tableShapes } from '../../ports/table-shape.ts'
import type { AnyRow, KeyShape } from '../../ports/table-shape.ts'
import type { TableName } from '../../ports/schema.ts'
import type { AnyQuery } from './any-table.ts'
import { nullColumns } from './null-columns.ts'
import { anySampleRow, sampleId } from './sample-rows.ts'

/** Rows that share values of the key's columns, in and out of a partial key, some of them null. */
export const rowsFor = (table: TableName, key: KeyShape): readonly AnyRow[] => {
  const uniques = Object.values(tableShapes[table].unique)
  const shared = new Map(
    key.columns
      .filter((column) => column !== 'id' && !(uniques.includes(key) && column === lastOf(key)))
      .map((column) => [column, valuesOf(table, column)]),
  )
  return Array.from({ length: 24 }, (_, index) => {
    const given: Record<string, unknown> = {}
    for (const unique of uniques) {
      if (shared.has(lastOf(unique))) Object.assign(given, outside(unique))
      else given[lastOf(unique)] = distinctValue(table, lastOf(unique), index)
    }
    for (const [position, [column, values]] of [...shared].entries()) {
      given[column] = values[(index + position) % values.length]
    }
    return anySampleRow(table, { ...given, ...(index % 5 === 4 ? outside(key) : key.where) })
  })
}

const lastOf = (key: KeyShape): string => key.columns.at(-1) as string

/** Every way to ask by the key: leading columns given, the last one also as a range. */
export function* queriesOf(key: KeyShape, rows: readonly AnyRow[]): Iterable<AnyQuery> {
  for (let count = 1; count <= key.columns.length; count++) {
    const columns = key.columns.slice(0, count)
    const last = lastOf({ columns })
    for (const row of [rows[0], rows[7], rows[11]] as [AnyRow, AnyRow, AnyRow]) {
      const equal = Object.fromEntries(columns.map((column) => [column, row[column]]))
      yield { where: { ...equal, ...key.where } }
      yield { where: { ...equal, ...key.where }, orderBy: last, limit: 2 }
      if (row[last] === null) continue
      if (typeof row[last] === 'string') yield* queriesAmong(equal, key, rows)
      for (const test of ['atMost', 'moreThan']) {
        const where = { ...equal, ...key.where, [last]: { [test]: row[last] } }
        yield { where }
        yield { where, limit: 3 }
        yield { where, orderBy: last, limit: 4 }
      }
    }
  }
}

/** The same with some texts of the last column, one of which no row has. */
function* queriesAmong(equal: object, key: KeyShape, rows: readonly AnyRow[]): Iterable<AnyQuery> {
  const last = Object.keys(equal).at(-1) as string
  const texts = [rows[11], rows[0], rows[7], rows[0]].map((row) => row?.[last] ?? 'of no row')
  const where = { ...equal, ...key.where, [last]: { among: texts } }
  yield { where }
  yield { where, orderBy: last, limit: 3 }
}

const outside = (key: KeyShape): object =>
  Object.fromEntries(
    Object.entries(key.where ?? {}).map(([column, value]) => [
      column,
      typeof value === 'string' ? 'DONE' : 77,
    ]),
  )

/** Three values that rows of the table can hold in a column. */
const valuesOf = (table: TableName, column: string): readonly unknown[] => {
  const isText = tableShapes[table].columns[column] === 'text'
  const values: unknown[] = isText ? [sampleId(), sampleId(), sampleId()] : [10, 20, 30]
  return Object.hasOwn(nullColumns[table], column) ? [...values.slice(0, 2), null] : values
}

const distinctValue = (table: TableName, column: string, index: number): unknown =>
  tableShapes[table].columns[column] === 'text' ? `${column} ${index}` : index
