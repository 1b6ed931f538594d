import type { TableName, Tables } from './schema.ts'

/** All tables of a catalog as they were at one instant. */
export interface CatalogSnapshot extends AsyncDisposable {
  /** Every row of a table by id, some at a time. */
  rows<T extends TableName>(table: T): AsyncIterable<readonly Tables[T][]>
}

/**
 * What can show its catalog as it was at one instant, whoever goes on writing; for `backup` and
 * `verify`. A snapshot is disposed of as soon as it is read: while it is held, engines keep what
 * was deleted since.
 */
export interface SnapshotSource {
  readSnapshot(): Promise<CatalogSnapshot>
}
