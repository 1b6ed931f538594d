import type { Change } from './changes.ts'
import type { ParentName, TableName, Tables } from './schema.ts'

/** The columns that can be compared: texts and numbers, not what is kept as plain data. */
type Comparable<T extends TableName> = {
  [C in keyof Tables[T]]: Tables[T][C] extends string | number | null ? C : never
}[keyof Tables[T]] &
  string

/**
 * What a row must hold: each column equal to the value (null equals null), or at most, or more
 * than it; a text also one among some, as many as a thousand. A null is none of the last three.
 */
export type Where<T extends TableName> = {
  readonly [C in Comparable<T>]?:
    | Tables[T][C]
    | { readonly atMost: NonNullable<Tables[T][C]> }
    | { readonly moreThan: NonNullable<Tables[T][C]> }
    | (string extends Tables[T][C] ? { readonly among: readonly string[] } : never)
}

export interface Query<T extends TableName> {
  /**
   * Must hold the id, or the leading columns of a unique key or an index of the schema (a partial
   * one with its values); anything else throws, so that no query reads a table through.
   */
  readonly where: Where<T>
  /**
   * Leaves out rows below a parent that holds this. Such parents are looked up as rows by `where`
   * are, once a query, and should be few: then it costs no more than the rows themselves.
   */
  readonly notBelow?: { readonly [P in ParentName<T>]?: Where<P> }
  /**
   * Rows come ordered by this column, equal ones by id: null first, texts by code point.
   * @default 'id'
   */
  readonly orderBy?: Comparable<T>
  /** The most rows that are answered; at least 1. */
  readonly limit: number
}

/** A row together with the rows above it, each under its table's name. */
export type WithParents<T extends TableName, P extends ParentName<T>> = {
  readonly [Name in T | P]: Tables[Name]
}

/**
 * How a commit ended. `changed`: a row that it relied on is not as it was read. `taken`: another
 * row holds the unique key (a name of the schema's `unique`, or `id`) that it wanted. Neither left a
 * trace. Where several things are in the way, one of them is named.
 */
export type CommitOutcome =
  | { readonly outcome: 'committed' }
  | { readonly outcome: 'changed'; readonly table: TableName }
  | { readonly outcome: 'taken'; readonly table: TableName; readonly key: string }

/**
 * The catalog. Domain code reads what it needs, decides in plain functions, and commits one list of
 * changes together with what it relied on; there are no interactive transactions.
 *
 * Promises of every adapter:
 * - A commit applies all of its changes or none, and once it has answered `committed` a loss of
 *   power takes nothing of it back (for adapters that outlive their process).
 * - Commits are serializable in what they name: guarded writes and checks hold at one instant.
 * - A read sees every commit that was answered before it was asked, and no commit in part.
 * - What cannot be done for now (locked, full, gone) rejects with an `AccessionError` of type
 *   SERVICE_UNAVAILABLE whose cause is the engine's error; then nothing was applied, or, where the
 *   answer was lost, all of it: the caller reads again.
 * - A text has at most a megabyte of UTF-8; in an id, a unique key or an index at most 2,000 bytes.
 * - Cost grows with the rows answered or changed, never with the rows stored.
 */
export interface Store {
  /** The rows of one table, as one snapshot. */
  find<T extends TableName>(table: T, query: Query<T>): Promise<Tables[T][]>

  /** The same with the rows above each, in one snapshot; a row without such a parent is left out. */
  findWith<T extends TableName, P extends ParentName<T>>(
    table: T,
    parents: readonly P[],
    query: Query<T>,
  ): Promise<WithParents<T, P>[]>

  /** Only the ids of those rows: cheap also for very many. */
  ids<T extends TableName>(table: T, query: Query<T>): Promise<string[]>

  /** All of `changes` or none; says what was in the way. Never throws for a lost race. */
  commit(changes: readonly Change[]): Promise<CommitOutcome>
}
