import type { Condition } from './conditions.ts'
import type { TableName } from './schema.ts'
import { tableShapes } from './table-shape.ts'
import type { KeyShape } from './table-shape.ts'

/** How a query reaches its rows. */
export interface AccessPath {
  /** The key or index used; the id is one with no name of its own. */
  readonly key: KeyShape
  /** Its leading columns that are given. */
  readonly equal: readonly Condition[]
  /** A range on the column after those, or the texts that it is among. */
  readonly range: Condition | undefined
  /** Whether rows come along this path in the order asked for. */
  readonly isOrdered: boolean
}

/** The id as an index. */
export const idKey: KeyShape = { columns: ['id'] }

/** The id, the unique keys and the indexes of a table. */
export const keysOf = (table: TableName): readonly KeyShape[] => {
  const { unique, indexes } = tableShapes[table]
  return [idKey, ...Object.values(unique), ...indexes]
}

/** The best way to the rows; throws where there is none, which is a mistake in code. */
export const accessPath = (
  table: TableName,
  conditions: readonly Condition[],
  orderBy: string,
): AccessPath => {
  const given = new Map(conditions.map((condition) => [condition.column, condition]))
  const isUnique = (key: KeyShape): boolean =>
    key === idKey || Object.values(tableShapes[table].unique).includes(key)
  const ways = keysOf(table)
    .map((key) => wayBy(key, isUnique(key), given, orderBy))
    .filter((way) => way !== undefined)
  const [first, ...others] = ways
  if (!first) {
    const columns = conditions.map(({ column }) => column).join(', ')
    throw new TypeError(`No key or index of ${table} finds rows by (${columns})`)
  }
  return others.reduce((best, way) => (way.rank > best.rank ? way : best), first)
}

interface Way extends AccessPath {
  readonly rank: number
}

const wayBy = (
  key: KeyShape,
  isUnique: boolean,
  given: ReadonlyMap<string, Condition>,
  orderBy: string,
): Way | undefined => {
  const limits = Object.entries(key.where ?? {})
  if (limits.some(([column, value]) => !isEqual(given.get(column), value))) return undefined
  const leading: Condition[] = []
  for (const column of key.columns) {
    const condition = given.get(column)
    if (!condition) break
    leading.push(condition)
    if (condition.test !== 'is') break
  }
  const last = leading.at(-1)
  if (!last) return undefined
  const range = last.test === 'is' ? undefined : last
  const equal = range ? leading.slice(0, -1) : leading
  const isOne = isUnique && equal.length === key.columns.length
  const isOrdered =
    isOne || (range?.test !== 'among' && isInOrder(key.columns.slice(equal.length), orderBy))
  const path = { key, equal, range, isOrdered }
  return { ...path, rank: rankOf(path, isOne) }
}

const isEqual = (condition: Condition | undefined, value: unknown): boolean =>
  condition?.test === 'is' && condition.value === value

/** Whether an index, some of whose columns are given, has its rows by this one; by id among equals. */
const isInOrder = ([next, after = 'id']: readonly string[], orderBy: string): boolean =>
  next === orderBy && (next === 'id' || after === 'id')

/**
 * A given value says much, null little, since many rows share it; then a range, the right order, and
 * a key that holds fewer rows.
 */
const rankOf = ({ key, equal, range, isOrdered }: AccessPath, isOne: boolean): number => {
  const values = equal.reduce((sum, { value }) => sum + (value === null ? 1 : 8), 0)
  return values + (isOne ? 100 : 0) + (range ? 4 : 0) + (isOrdered ? 2 : 0) + (key.where ? 1 : 0)
}
