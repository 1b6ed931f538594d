import { tableShapes } from '@accession/core/ports'
import type { AnyRow, TableName } from '@accession/core/ports'

/** Rows of several tables that belong together, each under its table's name. */
type RowsByTable = Readonly<Partial<Record<TableName, AnyRow>>>

/** Makes rows of the values that an engine answered: the tables' columns one after the other. */
export type RowDecoder = (values: readonly unknown[]) => RowsByTable

/** Makes the decoder of rows of these tables. */
export const createRowDecoder = (tables: readonly TableName[]): RowDecoder => {
  const shapes = tables.map((table) => {
    const columns = Object.entries(tableShapes[table].columns)
    return {
      table,
      names: columns.map(([name]) => name),
      isJson: columns.map(([, kind]) => kind === 'json'),
      // Rows are copies of it, so that V8 knows their shape beforehand: a third of the time.
      blank: Object.fromEntries(columns.map(([name]) => [name, null])) as Record<string, unknown>,
    }
  })
  return (values) => {
    const rows: Partial<Record<TableName, AnyRow>> = {}
    let next = 0
    for (const { table, names, isJson, blank } of shapes) {
      const row = { ...blank }
      for (let at = 0; at < names.length; at++) {
        const value = values[next++]
        row[names[at] as string] =
          isJson[at] && value !== null ? JSON.parse(value as string) : value
      }
      rows[table] = row as unknown as AnyRow
    }
    return rows
  }
}
