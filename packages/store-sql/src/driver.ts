import type { TableName } from '@accession/core/ports'

/** What travels to an engine: times, counters and texts; plain data goes as JSON text. */
export type SqlValue = string | number | null

/** One step of a commit. */
export interface Statement {
  readonly sql: string
  readonly params: readonly SqlValue[]
  /** The table it changes or relies on. */
  readonly table: TableName
  /** How many rows it must hit, or the commit is off; null if any number will do. */
  readonly hits: number | null
  /** Where the number of rows hit is: in what changed, or in the only column of the only row. */
  readonly counted: 'changes' | 'value'
}

/** How a batch ended: with a statement that missed its rows, or a unique key that is taken, nothing was done. */
export type BatchOutcome =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'missed'; readonly table: TableName }
  | { readonly outcome: 'taken'; readonly table: TableName; readonly key: string }

/**
 * What an engine does for the catalog. Its errors that may pass come as an `AccessionError` of type
 * SERVICE_UNAVAILABLE, with the engine's error as cause.
 */
export interface SqlDriver {
  /** The rows of one query, each the values of its columns in order. */
  all(sql: string, params: readonly SqlValue[]): Promise<readonly (readonly unknown[])[]>
  /** Runs the statements one after the other: all of them, durably, or none. */
  batch(statements: readonly Statement[]): Promise<BatchOutcome>
}
