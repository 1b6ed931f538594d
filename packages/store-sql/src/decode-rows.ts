import { tableShapes } from '@accession/core/ports'
import type { AnyRow, TableName } from '@accession/core/ports'

/** Makes rows of the values that an engine answered: the tables' columns one after the other. */
export const createRowDecoder = (
  tables: readonly TableName[],
): ((values: readonly unknown[]) => readonly AnyRow[]) => {
  const shapes = tables.map((table) => Object.entries(tableShapes[table].columns))
  return (values) => {
    let next = 0
    return shapes.map((columns) => {
      const row: Record<string, unknown> = {}
      for (const [column, kind] of columns) {
        const value = values[next++]
        row[column] = kind === 'json' && value !== null ? JSON.parse(value as string) : value
      }
      return row as unknown as AnyRow
    })
  }
}
