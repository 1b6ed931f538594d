import type { Change } from '../../ports/changes.ts'
import { conditionsOf, meets } from '../../ports/conditions.ts'
import type { CommitOutcome } from '../../ports/store.ts'
import type { TableName } from '../../ports/schema.ts'
import { tableNames, tableShapes } from '../../ports/table-shape.ts'
import type { AnyRow, KeyShape, Scalar } from '../../ports/table-shape.ts'

/** A catalog as plain maps: each table's rows by id. */
export type ModelState = Readonly<Record<TableName, ReadonlyMap<string, AnyRow>>>

/** What may be answered to a commit, and the catalog if it is `committed`. */
export interface ModelAnswer {
  readonly outcomes: readonly CommitOutcome[]
  readonly state: ModelState
}

export const emptyModel = (): ModelState =>
  Object.fromEntries(tableNames.map((table) => [table, new Map()])) as unknown as ModelState

/** Applies a commit to a copy; undefined where the port leaves open what happens. */
export const applyToModel = (
  before: ModelState,
  changes: readonly Change[],
): ModelAnswer | undefined => {
  const changed = changes.filter((change) => !holds(before, change))
  const after = Object.fromEntries(
    tableNames.map((table) => [table, new Map(before[table])]),
  ) as Record<TableName, Map<string, AnyRow>>
  const taken: CommitOutcome[] = []
  let collidedByWrites: ReadonlySet<KeyShape> = new Set()

  for (const kind of ['remove', 'write', 'clear', 'insert', 'adjust'] as const) {
    for (const change of changes.filter((each) => each.kind === kind)) {
      const rows = after[change.table]
      if (change.kind === 'insert') {
        const { id } = change.row
        if (rows.has(id)) taken.push({ outcome: 'taken', table: change.table, key: 'id' })
        rows.set(rows.has(id) ? `${id} again` : id, change.row as unknown as AnyRow)
      }
      if (change.kind === 'remove') rows.delete(change.id)
      if (change.kind === 'clear') {
        for (const row of rows.values())
          if (row[change.column] === change.parentId) rows.delete(row.id)
      }
      if (change.kind !== 'write' && change.kind !== 'adjust') continue
      const row = rows.get(change.id)
      if (row) rows.set(row.id, changedRow(row, change))
    }
    if (kind === 'write') collidedByWrites = collisions(after)
  }

  const collided = collisions(after)
  for (const [table, key, shape] of uniqueKeys) {
    if (collided.has(shape)) taken.push({ outcome: 'taken', table, key })
    // Writes of rows that a clear of the same commit takes away: a store may meet them first.
    else if (collidedByWrites.has(shape)) return undefined
    if (isPassedOn(before, after, changes, table, shape)) return undefined
  }
  const refusals = [
    ...changed.map(({ table }): CommitOutcome => ({ outcome: 'changed', table })),
    ...taken,
  ]
  return refusals.length > 0
    ? { outcomes: refusals, state: before }
    : { outcomes: [{ outcome: 'committed' }], state: after }
}

const uniqueKeys = tableNames.flatMap((table) =>
  Object.entries(tableShapes[table].unique).map(([key, shape]) => [table, key, shape] as const),
)

/** The unique keys that some rows share. */
const collisions = (state: ModelState): ReadonlySet<KeyShape> =>
  new Set(
    uniqueKeys
      .filter(([table, , shape]) => {
        const held = [...state[table].values()]
          .filter((row) => isWithin(shape, row))
          .map((row) => JSON.stringify(shape.columns.map((column) => row[column])))
        return new Set(held).size < held.length
      })
      .map(([, , shape]) => shape),
  )

const holds = (state: ModelState, change: Change): boolean => {
  if (change.kind === 'insert' || change.kind === 'clear') return true
  const row = state[change.table].get(change.id)
  if (change.kind === 'adjust' && change.where === null) return true
  const isCurrent = !('revision' in change) || row?.revision === change.revision
  return (
    row !== undefined &&
    isCurrent &&
    conditionsOf(change.where ?? {}).every((condition) =>
      meets(row[condition.column] as Scalar, condition),
    )
  )
}

const changedRow = (row: AnyRow, change: Change & { kind: 'write' | 'adjust' }): AnyRow => {
  if (change.kind === 'write') return { ...row, ...change.set, revision: row.revision + 1 }
  const { add, raise } = change as { add: Record<string, number>; raise: Record<string, number> }
  const moved: Record<string, unknown> = { ...row }
  for (const [column, by] of Object.entries(add)) moved[column] = (moved[column] as number) + by
  for (const [column, to] of Object.entries(raise)) {
    moved[column] = Math.max(moved[column] as number, to)
  }
  return moved as unknown as AnyRow
}

const isWithin = ({ columns, where = {} }: KeyShape, row: AnyRow): boolean =>
  Object.entries(where).every(([column, value]) => row[column] === value) &&
  columns.every((column) => row[column] !== null)

/** Whether a write takes a key that a write or a clear of the same commit gives up. */
const isPassedOn = (
  before: ModelState,
  after: ModelState,
  changes: readonly Change[],
  table: TableName,
  shape: KeyShape,
): boolean => {
  const keyText = (row: AnyRow): string => JSON.stringify(shape.columns.map((name) => row[name]))
  const removed = new Set(
    changes.flatMap((change) =>
      change.kind === 'remove' && change.table === table ? [change.id] : [],
    ),
  )
  const holders = new Map(
    [...before[table].values()]
      .filter((row) => isWithin(shape, row) && !removed.has(row.id))
      .map((row) => [keyText(row), row.id]),
  )
  const givenUp = [...holders].filter(([text, id]) => {
    const row = after[table].get(id)
    return !row || !isWithin(shape, row) || keyText(row) !== text
  })
  return changes.some((change) => {
    if (change.kind !== 'write' || change.table !== table) return false
    const row = before[table].get(change.id)
    if (!row) return false
    const written = changedRow(row, change)
    return (
      isWithin(shape, written) &&
      givenUp.some(([text, id]) => text === keyText(written) && id !== row.id)
    )
  })
}
