import { tableNames, tableShapes } from '@accession/core/ports'
import type { TableName } from '@accession/core/ports'
import { sqlName } from '../names.ts'

const keysByColumns = new Map(
  tableNames.flatMap((table) => {
    const keys = { id: { columns: ['id'] }, ...tableShapes[table].unique }
    return Object.entries(keys).map(([key, { columns }]) => [
      columns.map((column) => `${sqlName(table)}.${sqlName(column)}`).join(', '),
      { table, key },
    ])
  }),
)

/** The unique key that SQLite names by its columns: `item.library_id, item.name_key`. */
export const keyOfColumns = (
  columns: string,
): { readonly table: TableName; readonly key: string } | undefined => keysByColumns.get(columns)
