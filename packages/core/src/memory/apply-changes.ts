import type { Change } from '../ports/changes.ts'
import { conditionsOf } from '../ports/conditions.ts'
import type { CommitOutcome } from '../ports/store.ts'
import type { TableName } from '../ports/schema.ts'
import type { AnyRow } from '../ports/table-shape.ts'
import { keptRow } from './row.ts'
import { meetsAll } from './table.ts'
import type { MemoryTable } from './table.ts'

export type MemoryTables = Readonly<Record<TableName, MemoryTable>>

interface Step {
  readonly table: TableName
  readonly before: AnyRow | undefined
  readonly after: AnyRow | undefined
}

/** Judges a commit by the rows as they are, then applies it step by step, or takes every step back. */
export const applyChanges = (tables: MemoryTables, changes: readonly Change[]): CommitOutcome => {
  const missed = changes.find((change) => !isAsReliedOn(tables, change))
  if (missed) return { outcome: 'changed', table: missed.table }

  const steps: Step[] = []
  const undo = (): void => {
    for (const { table, before, after } of steps.toReversed()) tables[table].replace(after, before)
  }
  try {
    for (const change of changes.toSorted((a, b) => phases[a.kind] - phases[b.kind])) {
      for (const step of stepsOf(tables, change)) {
        const key = tables[step.table].replace(step.before, step.after)
        if (key !== undefined) {
          undo()
          return { outcome: 'taken', table: step.table, key }
        }
        steps.push(step)
      }
    }
  } catch (error) {
    undo()
    throw error
  }
  return { outcome: 'committed' }
}

/** Keys are given up before they are taken; what is added to may be new itself. */
const phases = { check: 0, remove: 1, write: 2, clear: 3, insert: 4, adjust: 5 } as const

const isAsReliedOn = (tables: MemoryTables, change: Change): boolean => {
  if (change.kind === 'insert' || change.kind === 'clear') return true
  if (change.kind === 'adjust' && change.where === null) return true
  const row = tables[change.table].get(change.id)
  if (!row) return false
  if ('revision' in change && row.revision !== change.revision) return false
  return meetsAll(row, conditionsOf(change.where ?? {}))
}

const stepsOf = (tables: MemoryTables, change: Change): readonly Step[] => {
  const { table } = change
  if (change.kind === 'check') return []
  if (change.kind === 'insert') {
    return [{ table, before: undefined, after: keptRow(table, change.row) }]
  }
  if (change.kind === 'clear') {
    const below = { column: change.column, test: 'is', value: change.parentId } as const
    return [...tables[table].find([below], 'id')].map((before) => ({
      table,
      before,
      after: undefined,
    }))
  }
  const before = tables[table].get(change.id)
  if (!before) return []
  if (change.kind === 'remove') return [{ table, before, after: undefined }]
  const after =
    change.kind === 'write'
      ? { ...before, ...change.set, revision: before.revision + 1 }
      : adjusted(before, change)
  return [{ table, before, after: keptRow(table, after) }]
}

const adjusted = (row: AnyRow, { add, raise }: { add: object; raise: object }): AnyRow => {
  const moved: Record<string, unknown> = { ...row }
  for (const [column, by] of Object.entries(add)) moved[column] = Number(moved[column]) + by
  for (const [column, to] of Object.entries(raise)) {
    moved[column] = Math.max(Number(moved[column]), to)
  }
  return moved as unknown as AnyRow
}
