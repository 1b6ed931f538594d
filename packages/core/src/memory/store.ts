import { conditionsOf } from '../ports/conditions.ts'
import type { TableName } from '../ports/schema.ts'
import type { SnapshotSource } from '../ports/snapshot.ts'
import type { Query, Store } from '../ports/store.ts'
import { tableNames, tableShapes } from '../ports/table-shape.ts'
import type { AnyRow } from '../ports/table-shape.ts'
import { applyChanges } from './apply-changes.ts'
import type { MemoryTables } from './apply-changes.ts'
import { createMemoryTable } from './table.ts'

const parentIdOf = (table: TableName, row: AnyRow, parent: TableName): string =>
  row[tableShapes[table].parents[parent] as string] as string

/** A catalog that lives and dies with the process: the reference for what a store does. */
export const createMemoryStore = (): Store & SnapshotSource => {
  const tables = Object.fromEntries(
    tableNames.map((name) => [name, createMemoryTable(name)]),
  ) as MemoryTables

  /** The rows asked for, each with the rows above it that are asked for. */
  function* rowsOf<T extends TableName>(
    table: T,
    parents: readonly TableName[],
    { where, notBelow = {}, orderBy = 'id' as never, limit }: Query<T>,
  ): Iterable<Readonly<Record<string, AnyRow>>> {
    if (!(limit >= 1)) throw new RangeError(`The limit ${limit} of a query is less than 1`)
    const unwanted = Object.entries(notBelow).map(([name, held]) => {
      const parent = name as TableName
      const found = tables[parent].find(conditionsOf(held as object), 'id')
      return [parent, new Set(Array.from(found, ({ id }) => id))] as const
    })
    let left = limit
    for (const row of tables[table].find(conditionsOf(where), orderBy)) {
      if (unwanted.some(([parent, ids]) => ids.has(parentIdOf(table, row, parent)))) continue
      const above = parents.map((parent) => [parent, parentOf(table, row, parent)] as const)
      if (!above.every((entry): entry is [TableName, AnyRow] => entry[1] !== undefined)) continue
      yield { [table]: row, ...Object.fromEntries(above) }
      if (--left === 0) return
    }
  }

  const parentOf = (table: TableName, row: AnyRow, parent: TableName): AnyRow | undefined =>
    tables[parent].get(parentIdOf(table, row, parent))

  return {
    async find(table, query) {
      return Array.from(rowsOf(table, [], query), (found) => found[table] as never)
    },
    async findWith(table, parents, query) {
      return [...rowsOf(table, parents, query)] as never
    },
    async ids(table, query) {
      return Array.from(rowsOf(table, [], query), (found) => (found[table] as AnyRow).id)
    },
    async commit(changes) {
      return applyChanges(tables, changes)
    },
    async readSnapshot() {
      const anyId = conditionsOf({ id: { moreThan: '' } })
      const held = new Map(tableNames.map((name) => [name, [...tables[name].find(anyId, 'id')]]))
      return {
        async *rows(table) {
          yield (held.get(table) ?? []) as never
        },
        async [Symbol.asyncDispose]() {
          held.clear()
        },
      }
    },
  }
}
