import { accessPath, idKey } from '../ports/access-path.ts'
import { compareScalars, meets } from '../ports/conditions.ts'
import type { Condition } from '../ports/conditions.ts'
import type { TableName } from '../ports/schema.ts'
import { tableShapes } from '../ports/table-shape.ts'
import type { AnyRow, KeyShape, Scalar } from '../ports/table-shape.ts'
import { createSortedRows } from './sorted-rows.ts'
import type { SortedRows } from './sorted-rows.ts'

/** The rows of one table, with its unique keys and indexes. */
export interface MemoryTable {
  get(id: string): AnyRow | undefined
  /** Puts `after` where `before` was; answers the unique key in the way, then nothing was done. */
  replace(before: AnyRow | undefined, after: AnyRow | undefined): string | undefined
  /** The rows that meet the conditions, by the column and then by id. */
  find(conditions: readonly Condition[], orderBy: string): Iterable<AnyRow>
}

export const createMemoryTable = (name: TableName): MemoryTable => {
  const { unique, indexes } = tableShapes[name]
  const rows = new Map<string, AnyRow>()
  const holders = Object.entries(unique).map(([key, shape]) => ({
    key,
    shape,
    ids: new Map<string, string>(),
  }))
  const sorted = new Map<KeyShape, SortedRows>(
    [idKey, ...Object.values(unique), ...indexes].map((key) => [
      key,
      createSortedRows(key.columns),
    ]),
  )

  const takenKey = (before: AnyRow | undefined, after: AnyRow): string | undefined => {
    if (before?.id !== after.id && rows.has(after.id)) return 'id'
    return holders.find(({ shape, ids }) => {
      const holder = isWithin(shape, after) ? ids.get(keyText(shape, after)) : undefined
      return holder !== undefined && holder !== before?.id
    })?.key
  }

  const forget = (row: AnyRow): void => {
    rows.delete(row.id)
    for (const { shape, ids } of holders) if (isWithin(shape, row)) ids.delete(keyText(shape, row))
    for (const [key, index] of sorted) if (isWithin(key, row)) index.delete(row)
  }

  const keep = (row: AnyRow): void => {
    rows.set(row.id, row)
    for (const { shape, ids } of holders) {
      if (isWithin(shape, row)) ids.set(keyText(shape, row), row.id)
    }
    for (const [key, index] of sorted) if (isWithin(key, row)) index.add(row)
  }

  return {
    get: (id) => rows.get(id),

    replace(before, after) {
      const taken = after && takenKey(before, after)
      if (taken !== undefined) return taken
      if (before) forget(before)
      if (after) keep(after)
      return undefined
    },

    find(conditions, orderBy) {
      const { key, equal, range, isOrdered } = accessPath(name, conditions, orderBy)
      if (key === idKey && equal[0]) {
        const row = rows.get(equal[0].value as string)
        return row && meetsAll(row, conditions) ? [row] : []
      }
      const index = sorted.get(key) as SortedRows
      const found =
        range?.test === 'among' ? amongTexts(index, equal, range) : within(index, equal, range)
      const matching = filter(found, (row) => meetsAll(row, conditions))
      return isOrdered ? matching : [...matching].toSorted(byColumn(orderBy))
    },
  }
}

type Among = Extract<Condition, { test: 'among' }>

/** Reads an index at one text after the other. */
function* amongTexts(
  index: SortedRows,
  equal: readonly Condition[],
  { column, texts }: Among,
): Iterable<AnyRow> {
  for (const value of texts)
    yield* within(index, [...equal, { column, test: 'is', value }], undefined)
}

/** Reads an index from where the conditions begin to hold up to where they end. */
function* within(
  index: SortedRows,
  equal: readonly Condition[],
  range: Exclude<Condition, Among> | undefined,
): Iterable<AnyRow> {
  const leading = (row: AnyRow): number => {
    for (const { column, value } of equal) {
      const order = compareScalars(row[column] as Scalar, value)
      if (order !== 0) return order
    }
    return 0
  }
  const isBefore = (row: AnyRow): boolean => {
    const order = leading(row)
    if (order !== 0 || !range) return order < 0
    const value = row[range.column] as Scalar
    return range.test === 'moreThan' ? compareScalars(value, range.value) <= 0 : value === null
  }
  for (const row of index.from(isBefore)) {
    if (leading(row) !== 0 || (range && !meets(row[range.column] as Scalar, range))) return
    yield row
  }
}

const byColumn =
  (column: string) =>
  (a: AnyRow, b: AnyRow): number =>
    compareScalars(a[column] as Scalar, b[column] as Scalar) || compareScalars(a.id, b.id)

/** Whether a row meets all conditions. */
export const meetsAll = (row: AnyRow, conditions: readonly Condition[]): boolean =>
  conditions.every((condition) => meets(row[condition.column] as Scalar, condition))

const isWithin = (key: KeyShape, row: AnyRow): boolean =>
  Object.entries(key.where ?? {}).every(([column, value]) => row[column] === value)

const keyText = (key: KeyShape, row: AnyRow): string =>
  JSON.stringify(key.columns.map((column) => row[column]))

function* filter<T>(values: Iterable<T>, isWanted: (value: T) => boolean): Iterable<T> {
  for (const value of values) if (isWanted(value)) yield value
}
