import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { compareScalars } from '../ports/conditions.ts'
import { insert, remove, write } from '../ports/changes.ts'
import type { TableName } from '../ports/schema.ts'
import type { CatalogSnapshot, SnapshotSource } from '../ports/snapshot.ts'
import type { Store } from '../ports/store.ts'
import { tableNames } from '../ports/table-shape.ts'
import { insertAny } from './store/any-table.ts'
import { anySampleRow, sampleId, sampleRow } from './store/sample-rows.ts'

type Opened = Store & SnapshotSource & Partial<AsyncDisposable>

const everyRow = async (snapshot: CatalogSnapshot, table: TableName): Promise<unknown[]> => {
  const rows: unknown[] = []
  for await (const page of snapshot.rows(table)) rows.push(...page)
  return rows
}

/** The conformance suite of snapshots, for stores that have them. */
export const describeSnapshots = (name: string, open: () => Promise<Opened>): void => {
  describe(`snapshots: ${name}`, () => {
    let store: Opened
    beforeEach(async () => {
      store = await open()
    })
    afterEach(async () => {
      await store[Symbol.asyncDispose]?.()
    })

    it('show every row of every table', async () => {
      const rows = tableNames.map((table) => [table, anySampleRow(table)] as const)
      await store.commit(rows.map(([table, row]) => insertAny(table, row)))
      await using snapshot = await store.readSnapshot()
      for (const [table, row] of rows) expect(await everyRow(snapshot, table)).toEqual([row])
    })

    it('show many rows by id', async () => {
      const rows = Array.from({ length: 2500 }, () => sampleRow('setting', { id: sampleId() }))
      await store.commit(rows.map((row) => insert('setting', row)))
      await using snapshot = await store.readSnapshot()
      const shown = (await everyRow(snapshot, 'setting')) as typeof rows
      expect(shown).toEqual(rows.toSorted((a, b) => compareScalars(a.id, b.id)))
    })

    it('are empty where the catalog is', async () => {
      await using snapshot = await store.readSnapshot()
      expect(await everyRow(snapshot, 'library')).toEqual([])
    })

    it('see nothing that is committed later, while commits go on', async () => {
      const kept = sampleRow('setting', { id: 'a', value: 'before' })
      const removed = sampleRow('setting', { id: 'b', value: 'before' })
      await store.commit([insert('setting', kept), insert('setting', removed)])
      await using snapshot = await store.readSnapshot()
      const later = await store.commit([
        write('setting', kept, { value: 'after' }),
        remove('setting', removed),
        insert('setting', sampleRow('setting', { id: 'c' })),
      ])
      expect(later).toEqual({ outcome: 'committed' })
      await using next = await store.readSnapshot()
      expect(await everyRow(snapshot, 'setting')).toEqual([kept, removed])
      expect(await everyRow(next, 'setting')).toMatchObject([
        { id: 'a', value: 'after' },
        { id: 'c' },
      ])
    })
  })
}
