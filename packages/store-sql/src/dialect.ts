import type { ColumnKind } from '@accession/core/ports'

/** Rows that travel as one JSON parameter: an array of arrays of values. */
export interface JsonRows {
  /** What stands after `from`. */
  readonly from: string
  /** A value of the row at hand, counted from 0. */
  readonly value: (index: number, kind: ColumnKind) => string
}

/** How strongly rows are locked: for what relies on them, changes them, or removes them. */
export type LockStrength = 'share' | 'no key update' | 'update'

/** What engines spell differently. */
export interface Dialect {
  /** The parameter with this number, counted from 1. */
  readonly placeholder: (number: number) => string
  /** The rows in a parameter. */
  readonly jsonRows: (placeholder: string) => JsonRows
  /** What a text is that is among those in a parameter, a JSON array. */
  readonly among: (placeholder: string) => string
  /** The greater of two numbers. */
  readonly greatest: (a: string, b: string) => string
  /** A table called `t`, read along one of its indexes where one is named. */
  readonly along: (table: string, index: string | undefined) => string
  /** A column that the planner is not to look for an index for. */
  readonly unindexed: (column: string) => string
  /** Removes the rows of a table, called `t`, that meet the condition for one of the JSON rows. */
  readonly removeJsonRows: (table: string, rows: JsonRows, condition: string) => string
  /** All values of the column `id` of a query as one JSON array. */
  readonly jsonArray: (query: string) => string
  /** What keeps the rows that a query read from being changed until the commit's end. */
  readonly holding: string
  /**
   * Locks rows by id, whatever statement changes them afterwards; each column has a parameter with
   * its values as JSON. Undefined where commits run one after the other.
   */
  readonly lockRows:
    | ((table: string, columns: readonly string[], strength: LockStrength) => string)
    | undefined
}
