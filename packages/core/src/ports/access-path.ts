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
  /** A range on the column after those. */
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
  const paths = keysOf(table)
    .map((key) => pathBy(key, conditions, orderBy))
    .filter((path) => path !== undefined)
  const [first, ...others] = paths
  if (!first) {
    const columns = conditions.map(({ column }) => column).join(', ')
    throw new TypeError(`No key or index of ${table} finds rows by (${columns})`)
  }
  return others.reduce((best, path) => (rank(path) > rank(best) ? path : best), first)
}

const pathBy = (
  key: KeyShape,
  conditions: readonly Condition[],
  orderBy: string,
): AccessPath | undefined => {
  const given = new Map(conditions.map((condition) => [condition.column, condition]))
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
  return { key, equal, range, isOrdered: isOrdered(key.columns.slice(equal.length), orderBy) }
}

const isEqual = (condition: Condition | undefined, value: unknown): boolean =>
  condition?.test === 'is' && condition.value === value

/** Rows whose other columns are given come by the columns left, equal ones by id. */
const isOrdered = ([next = 'id', after = 'id']: readonly string[], orderBy: string): boolean =>
  next === orderBy && (next === 'id' || after === 'id')

/**
 * The id says all. Else a given value counts most, less if it is null, which many rows are; then a
 * range or the right order, then a key that holds fewer rows.
 */
const rank = ({ key, equal, range, isOrdered: inOrder }: AccessPath): number => {
  if (key === idKey && equal.length > 0) return Infinity
  const values = equal.reduce((sum, { value }) => sum + (value === null ? 5 : 8), 0)
  return values + (range ? 4 : 0) + (inOrder ? 2 : 0) + (key.where ? 1 : 0)
}
