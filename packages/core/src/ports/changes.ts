import type { TableName, Tables } from './schema.ts'
import type { Where } from './store.ts'

type NumberColumn<T extends TableName> = {
  [C in keyof Tables[T]]: Tables[T][C] extends number ? C : never
}[keyof Tables[T]] &
  string

type Content<T extends TableName> = Omit<Tables[T], 'id' | 'revision'>

/** A new row; may meet a unique key. */
export interface Insert<T extends TableName = TableName> {
  readonly kind: 'insert'
  readonly table: T
  readonly row: Tables[T]
}

/** A guarded write: only at this revision and where this still holds; moves the revision. */
export interface Write<T extends TableName = TableName> {
  readonly kind: 'write'
  readonly table: T
  readonly id: string
  readonly revision: number
  readonly set: Partial<Content<T>>
  readonly where: Where<T>
}

/** A guarded removal: only at this revision and where this still holds. */
export interface Remove<T extends TableName = TableName> {
  readonly kind: 'remove'
  readonly table: T
  readonly id: string
  readonly revision: number
  readonly where: Where<T>
}

/** A row still holds this; it is not written. */
export interface Check<T extends TableName = TableName> {
  readonly kind: 'check'
  readonly table: T
  readonly id: string
  readonly where: Where<T>
}

/**
 * A commutative write: adds to counters, raises others to at least a value; neither needs nor
 * moves the revision. With `where` the row must exist and hold it; without, a row that is gone is
 * passed over.
 */
export interface Adjust<T extends TableName = TableName> {
  readonly kind: 'adjust'
  readonly table: T
  readonly id: string
  readonly add: { readonly [C in NumberColumn<T>]?: number }
  readonly raise: { readonly [C in NumberColumn<T>]?: number }
  readonly where: Where<T> | null
}

/** Removes the rows below a parent, however many (bounded by a limit on how many there can be). */
export interface Clear<T extends TableName = TableName> {
  readonly kind: 'clear'
  readonly table: T
  readonly column: keyof Tables[T] & string
  readonly parentId: string
}

/**
 * One entry of a commit; their order means nothing. What entries rely on is judged by the rows as
 * they were before the commit; then rows are removed, written, adjusted and cleared, then inserted.
 * A commit names a row in at most one insert, write or remove; checks and adjusts of that row may
 * stand beside it (an adjust of a new row counts, a check of one fails). A unique key that a row
 * gives up by its removal can be taken by a write or an insert of the same commit, one that it gives
 * up by a write or a clear by an insert. A column of a row is added to or raised, not both.
 */
export type Change = {
  [T in TableName]: Insert<T> | Write<T> | Remove<T> | Check<T> | Adjust<T> | Clear<T>
}[TableName]

interface Row {
  readonly id: string
  readonly revision: number
}

/** Adds a row. */
export function insert<T extends TableName>(table: T, row: Tables[T]): Change {
  return { kind: 'insert', table, row } satisfies Insert<T> as unknown as Change
}

/** Writes columns of the row as it was read. */
export function write<T extends TableName>(
  table: T,
  row: Row,
  set: Partial<Content<T>>,
  where: Where<T> = {},
): Change {
  const { id, revision } = row
  return { kind: 'write', table, id, revision, set, where } satisfies Write<T> as unknown as Change
}

/** Removes the row as it was read. */
export function remove<T extends TableName>(table: T, row: Row, where: Where<T> = {}): Change {
  const { id, revision } = row
  return { kind: 'remove', table, id, revision, where } satisfies Remove<T> as unknown as Change
}

/** Relies on a row holding `where`, without writing it. */
export function check<T extends TableName>(table: T, id: string, where: Where<T>): Change {
  return { kind: 'check', table, id, where } satisfies Check<T> as unknown as Change
}

/** Adds to and raises columns of a row, whoever else does so meanwhile. */
export function adjust<T extends TableName>(
  table: T,
  id: string,
  by: Partial<Pick<Adjust<T>, 'add' | 'raise' | 'where'>>,
): Change {
  const { add = {}, raise = {}, where = null } = by
  return { kind: 'adjust', table, id, add, raise, where } satisfies Adjust<T> as unknown as Change
}

/** Removes every row of `table` whose `column` is `parentId`. */
export function clear<T extends TableName>(
  table: T,
  column: keyof Tables[T] & string,
  parentId: string,
): Change {
  return { kind: 'clear', table, column, parentId } satisfies Clear<T> as unknown as Change
}
