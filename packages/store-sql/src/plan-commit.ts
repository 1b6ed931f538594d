import { conditionsOf, tableNames } from '@accession/core/ports'
import type { AnyRow, Change, Condition, TableName } from '@accession/core/ports'

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

type Named = Exclude<Change, { kind: 'clear' }>
type Relying = Exclude<Named, { kind: 'insert' }>

interface TableChanges {
  readonly clears: Extract<Change, { kind: 'clear' }>[]
  readonly entriesById: Map<string, Named[]>
}

/**
 * Gathers what a commit's entries ask of each row, so that a row is visited once and everything is
 * judged by the row as it was. Tables come in the schema's order and rows by id: the order in which
 * every commit locks them.
 */
export const planCommit = (changes: readonly Change[]): readonly TablePlan[] => {
  const byTable = new Map<TableName, TableChanges>()
  for (const change of changes) {
    let ofTable = byTable.get(change.table)
    if (!ofTable) byTable.set(change.table, (ofTable = { clears: [], entriesById: new Map() }))
    if (change.kind === 'clear') ofTable.clears.push(change)
    else addEntry(ofTable.entriesById, change)
  }
  const plans: TablePlan[] = []
  for (const table of tableNames) {
    const ofTable = byTable.get(table)
    if (ofTable) plans.push(planTable(table, ofTable))
  }
  return plans
}

const addEntry = (entriesById: TableChanges['entriesById'], entry: Named): void => {
  const id = entry.kind === 'insert' ? entry.row.id : entry.id
  const entries = entriesById.get(id)
  if (entries) entries.push(entry)
  else entriesById.set(id, [entry])
}

const planTable = (table: TableName, { clears, entriesById }: TableChanges): TablePlan => {
  const rows: RowPlan[] = []
  const inserts: AnyRow[] = []
  for (const id of entriesById.size > 1 ? [...entriesById.keys()].toSorted() : entriesById.keys()) {
    const entries = entriesById.get(id) ?? []
    const [entry, ...others] = entries
    if (others.length > 0) {
      const { row, inserted } = planTogether(entries)
      if (row) rows.push(row)
      if (inserted) inserts.push(inserted)
    } else if (entry?.kind === 'insert') inserts.push(entry.row as unknown as AnyRow)
    else if (entry) rows.push(planEntry(entry))
  }
  return { table, rows, clears, inserts }
}

const nothing = {} as const

const planEntry = (entry: Relying): RowPlan => ({
  table: entry.table,
  id: entry.id,
  kind: isIdle(entry) ? 'check' : entry.kind,
  isRequired: !isOptional(entry),
  revision: entry.kind === 'write' || entry.kind === 'remove' ? entry.revision : null,
  conditions: conditionsOf(entry.where ?? nothing),
  set: entry.kind === 'write' ? entry.set : nothing,
  add: entry.kind === 'adjust' ? entry.add : nothing,
  raise: entry.kind === 'adjust' ? entry.raise : nothing,
})

const isOptional = (entry: Named): boolean => entry.kind === 'adjust' && entry.where === null

const isIdle = (entry: Relying): boolean =>
  entry.kind === 'adjust' && isEmpty(entry.add) && isEmpty(entry.raise)

const isEmpty = (columns: object): boolean => Object.keys(columns).length === 0

/** What several entries ask of one row: of the one that is there, and of the one that is added. */
const planTogether = (
  entries: readonly Named[],
): { readonly row?: RowPlan | undefined; readonly inserted?: AnyRow } => {
  const relying = entries.filter((entry) => entry.kind !== 'insert')
  const owners = entries.filter(({ kind }) => kind !== 'check' && kind !== 'adjust')
  const [owner] = owners
  if (owner && owners.length > 1) {
    const id = owner.kind === 'insert' ? owner.row.id : owner.id
    throw new TypeError(`A commit names the ${owner.table} ${id} twice`)
  }
  if (owner?.kind !== 'insert') {
    const row = allOf(relying.map(planEntry))
    return { row: row && settled(row) }
  }
  const existing = allOf(relying.filter((entry) => !isOptional(entry)).map(planEntry))
  return {
    inserted: insertedRow(owner.row, relying.map(planEntry)),
    row: existing && { ...existing, ...unchanged, kind: 'check' },
  }
}

const allOf = ([first, ...others]: readonly RowPlan[]): RowPlan | undefined =>
  first && others.reduce(merged, first)

const unchanged = { set: nothing, add: nothing, raise: nothing }

const strength = ['check', 'adjust', 'write', 'remove'] as const

const merged = (one: RowPlan, other: RowPlan): RowPlan => ({
  table: one.table,
  id: one.id,
  kind: strength.indexOf(one.kind) > strength.indexOf(other.kind) ? one.kind : other.kind,
  isRequired: one.isRequired || other.isRequired,
  revision: one.revision ?? other.revision,
  conditions: withoutRepetition([...one.conditions, ...other.conditions]),
  set: { ...one.set, ...other.set },
  add: combined(one.add, other.add, (a, b) => a + b),
  raise: combined(one.raise, other.raise, Math.max),
})

const withoutRepetition = (conditions: readonly Condition[]): readonly Condition[] => [
  ...new Map(
    conditions.map((each) => [`${each.column} ${each.test} ${each.value}`, each]),
  ).values(),
]

const combined = (
  one: RowPlan['add'],
  other: RowPlan['add'],
  combine: (a: number, b: number) => number,
): RowPlan['add'] => {
  const columns: Record<string, number> = { ...one }
  for (const [column, value] of Object.entries(other))
    columns[column] = Object.hasOwn(one, column) ? combine(one[column] as number, value) : value
  return columns
}

/** What is set and adjusted at once is known beforehand; what is removed is not adjusted. */
const settled = (plan: RowPlan): RowPlan => {
  if (plan.kind === 'remove') return { ...plan, ...unchanged }
  const { set, add, raise } = plan
  const isLeft = ([column]: [string, number]): boolean => !Object.hasOwn(set, column)
  return {
    ...plan,
    set: adjustedRow(set, plan, Object.keys(set)),
    add: Object.fromEntries(Object.entries(add).filter(isLeft)),
    raise: Object.fromEntries(Object.entries(raise).filter(isLeft)),
  }
}

const insertedRow = (row: object, adjusts: readonly RowPlan[]): AnyRow => {
  const given = row as AnyRow
  return adjusts.reduce<AnyRow>(
    (moved, plan) =>
      adjustedRow(moved, plan, [...Object.keys(plan.add), ...Object.keys(plan.raise)]) as AnyRow,
    given,
  )
}

/** The values with those of the columns moved as the plan says. */
const adjustedRow = (
  values: Readonly<Record<string, unknown>>,
  { add, raise }: Pick<RowPlan, 'add' | 'raise'>,
  columns: readonly string[],
): Readonly<Record<string, unknown>> => {
  const moved: Record<string, unknown> = { ...values }
  for (const column of columns) {
    if (add[column] !== undefined) moved[column] = (moved[column] as number) + add[column]
    if (raise[column] !== undefined)
      moved[column] = Math.max(moved[column] as number, raise[column])
  }
  return moved
}
