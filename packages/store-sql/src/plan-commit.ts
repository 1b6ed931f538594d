import { conditionsOf, tableNames } from '@accession/core/ports'
import type { AnyRow, Change, Condition, TableName } from '@accession/core/ports'
import { groupBy } from './group-by.ts'

/** Everything that a commit asks of one row. */
export interface RowPlan {
  readonly table: TableName
  readonly id: string
  readonly kind: 'remove' | 'write' | 'adjust' | 'check'
  /** Whether the row must be hit, or may be gone. */
  readonly isRequired: boolean
  readonly revision: number | null
  readonly conditions: readonly Condition[]
  readonly set: Readonly<Record<string, unknown>>
  readonly add: Readonly<Record<string, number>>
  readonly raise: Readonly<Record<string, number>>
}

/** A commit, sorted by what is done to each table. */
export interface TablePlan {
  readonly table: TableName
  readonly rows: readonly RowPlan[]
  readonly clears: readonly { readonly column: string; readonly parentId: string }[]
  readonly inserts: readonly AnyRow[]
}

/**
 * Gathers what a commit's entries ask of each row, so that a row is visited once and everything is
 * judged by the row as it was. Tables come in the schema's order and rows by id: the order in which
 * every commit locks them.
 */
export const planCommit = (changes: readonly Change[]): readonly TablePlan[] => {
  const byTable = groupBy(changes, ({ table }) => table)
  return tableNames.flatMap((table) => {
    const ofTable = byTable.get(table)
    return ofTable ? [planTable(table, ofTable)] : []
  })
}

const planTable = (table: TableName, changes: readonly Change[]): TablePlan => {
  const clears = changes.filter((change) => change.kind === 'clear')
  const named = groupBy(
    changes.filter((change) => change.kind !== 'clear'),
    (change) => (change.kind === 'insert' ? change.row.id : change.id),
  )
  const rows: RowPlan[] = []
  const inserts: AnyRow[] = []
  for (const id of [...named.keys()].toSorted()) {
    const entries = named.get(id) ?? []
    const owners = entries.filter(({ kind }) => kind !== 'check' && kind !== 'adjust')
    const [owner] = owners
    if (owners.length > 1) throw new TypeError(`A commit names the ${table} ${id} twice`)
    if (owner?.kind === 'insert') inserts.push(insertedRow(owner.row, entries))
    const existing = entries.filter((entry) => entry.kind !== 'insert' && !isOptional(entry))
    if (owner?.kind !== 'insert') rows.push(planRow(table, id, entries))
    else if (existing.length > 0)
      rows.push({ ...planRow(table, id, existing), ...nothing, kind: 'check' })
  }
  return { table, rows, clears, inserts }
}

type Named = Exclude<Change, { kind: 'clear' }>
type Relying = Exclude<Named, { kind: 'insert' }>

const nothing = { set: {}, add: {}, raise: {} } as const

const isOptional = (entry: Named): boolean => entry.kind === 'adjust' && entry.where === null

const planRow = (table: TableName, id: string, entries: readonly Named[]): RowPlan => {
  const relying = entries.filter((entry): entry is Relying => entry.kind !== 'insert')
  const owner = relying.find((entry) => entry.kind === 'write' || entry.kind === 'remove')
  const { add, raise } = gatherAdjusts(entries)
  const isAdjusted = Object.keys(add).length + Object.keys(raise).length > 0
  const given = owner?.kind === 'write' ? { ...(owner.set as Record<string, unknown>) } : {}
  const base = {
    table,
    id,
    isRequired: !relying.every(isOptional),
    revision: owner?.revision ?? null,
    conditions: gatherConditions(relying),
  }
  if (owner?.kind === 'remove') return { ...base, ...nothing, kind: 'remove' }
  if (!owner) return { ...base, set: {}, add, raise, kind: isAdjusted ? 'adjust' : 'check' }
  return { ...base, ...withAdjustsOfSet(given, add, raise), kind: 'write' }
}

/** The conditions of all entries, each once. */
const gatherConditions = (entries: readonly Relying[]): readonly Condition[] => {
  const [first, ...others] = entries.map(({ where }) => conditionsOf(where ?? {}))
  if (!first || others.length === 0) return first ?? []
  const all = [first, ...others].flat()
  return [
    ...new Map(all.map((each) => [`${each.column} ${each.test} ${each.value}`, each])).values(),
  ]
}

const gatherAdjusts = (
  entries: readonly Named[],
): { add: Record<string, number>; raise: Record<string, number> } => {
  const add: Record<string, number> = {}
  const raise: Record<string, number> = {}
  for (const entry of entries) {
    if (entry.kind !== 'adjust') continue
    for (const [column, by] of Object.entries(entry.add as Record<string, number>)) {
      add[column] = (add[column] ?? 0) + by
    }
    for (const [column, to] of Object.entries(entry.raise as Record<string, number>)) {
      raise[column] = Math.max(raise[column] ?? to, to)
    }
  }
  return { add, raise }
}

/** What is set and adjusted at once is known beforehand. */
const withAdjustsOfSet = (
  set: Record<string, unknown>,
  add: Record<string, number>,
  raise: Record<string, number>,
): Pick<RowPlan, 'set' | 'add' | 'raise'> => {
  const isLeft = ([column]: [string, number]): boolean => !Object.hasOwn(set, column)
  const settled = Object.entries(set).map(([column, value]) => [
    column,
    adjusted(value, add[column], raise[column]),
  ])
  return {
    set: Object.fromEntries(settled),
    add: Object.fromEntries(Object.entries(add).filter(isLeft)),
    raise: Object.fromEntries(Object.entries(raise).filter(isLeft)),
  }
}

const adjusted = (value: unknown, by: number | undefined, to: number | undefined): unknown => {
  if (by === undefined && to === undefined) return value
  const added = (value as number) + (by ?? 0)
  return to === undefined ? added : Math.max(added, to)
}

const insertedRow = (row: object, entries: readonly Named[]): AnyRow => {
  const given = row as AnyRow
  if (entries.length === 1) return given
  const { add, raise } = gatherAdjusts(entries)
  const columns = [...new Set([...Object.keys(add), ...Object.keys(raise)])]
  const moved = columns.map((column) => [
    column,
    adjusted(given[column], add[column], raise[column]),
  ])
  return { ...given, ...Object.fromEntries(moved) } as AnyRow
}
