import { idKey, tableShapes } from '@accession/core/ports'
import type { KeyShape, TableName } from '@accession/core/ports'

/** The snake_case name of a table or a column. */
export const sqlName = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** The same as an identifier: quoted, since some of the names are words of SQL. */
export const quoted = (name: string): string => `"${sqlName(name)}"`

/** The name of the index that holds a unique key of the schema. */
export const uniqueIndexName = (table: TableName, key: string): string =>
  `${sqlName(table)}_${sqlName(key)}_key`

/** The name of another index of the schema. */
export const indexName = (table: TableName, { columns }: KeyShape): string =>
  `${[table, ...columns].map(sqlName).join('_')}_index`

/** The name of the index along which a key of the schema is read; the id has none of ours. */
export const keyIndexName = (table: TableName, key: KeyShape): string | undefined => {
  if (key === idKey) return undefined
  const unique = Object.entries(tableShapes[table].unique).find(([, shape]) => shape === key)
  return unique ? uniqueIndexName(table, unique[0]) : indexName(table, key)
}
