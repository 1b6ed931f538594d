import { schema } from './schema.ts'
import type { ColumnKind, TableName } from './schema.ts'

/** A value that can be compared: what `json` columns hold cannot. */
export type Scalar = string | number | null

/** A unique key or an index of a table. */
export interface KeyShape {
  readonly columns: readonly string[]
  /** The rows it is limited to: those with these values. */
  readonly where?: Readonly<Record<string, Scalar>>
}

/** A table's description, for code that treats all tables alike. */
export interface TableShape {
  readonly columns: Readonly<Record<string, ColumnKind>>
  readonly unique: Readonly<Record<string, KeyShape>>
  readonly indexes: readonly KeyShape[]
  readonly parents: Readonly<Partial<Record<TableName, string>>>
}

/** A row of any table, for such code. */
export interface AnyRow {
  readonly id: string
  readonly revision: number
  readonly [column: string]: unknown
}

/** The schema, for code that treats all tables alike. */
export const tableShapes: Readonly<Record<TableName, TableShape>> = schema

/** The tables in the schema's order, in which rows are locked. */
export const tableNames = Object.keys(schema) as readonly TableName[]
