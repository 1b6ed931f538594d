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
}

/** The id as an index. */
export const idKey: KeyShape = { columns: ['id'] }

/** The id, the unique keys and the indexes of a table. */
export const keysOf = (table: TableName): readonly KeyShape[] => {
  const { unique, indexes } = tableShapes[table]
  return [idKey, ...Object.values(unique), ...indexes]
}

/** The way with the most given columns; throws where there is none, which is a mistake in code. */
export const accessPath = (table: TableName, conditions: readonly Condition[]): AccessPath => {
  const paths = keysOf(table)
    .map((key) => pathBy(key, conditions))
    .filter((path) => path !== undefined)
  const [first, ...others] = paths
  if (!first) {
    const columns = conditions.map(({ column }) => column).join(', ')
    throw new TypeError(`No key or index of ${table} finds rows by (${columns})`)
  }
  return others.reduce((best, path) => (rank(path) > rank(best) ? path : best), first)
}

const pathBy = (key: KeyShape, conditions: readonly Condition[]): AccessPath | undefined => {
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
  if (leading.length === 0) return undefined
  const last = leading.at(-1)
  return last?.test === 'is'
    ? { key, equal: leading, range: undefined }
    : { key, equal: leading.slice(0, -1), range: last }
}

const isEqual = (condition: Condition | undefined, value: unknown): boolean =>
  condition?.test === 'is' && condition.value === value

/** The id says all; then equal columns count most, then a range, then a key that holds fewer rows. */
const rank = ({ key, equal, range }: AccessPath): number =>
  key === idKey && equal.length > 0
    ? Infinity
    : equal.length * 4 + (range ? 2 : 0) + (key.where ? 1 : 0)
