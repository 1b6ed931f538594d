import { describe, expect, it } from 'vitest'

import { insert, remove, write } from '../../ports/changes.ts'
import type { Store } from '../../ports/store.ts'
import { tableNames, tableShapes } from '../../ports/table-shape.ts'
import type { AnyRow } from '../../ports/table-shape.ts'
import { findById, findEvery, insertAny } from './any-table.ts'
import { nullColumns } from './null-columns.ts'
import { anySampleRow, sampleId, sampleRow } from './sample-rows.ts'

const committed = { outcome: 'committed' }

const uniqueKeys = tableNames.flatMap((table) =>
  Object.entries(tableShapes[table].unique).map(([key, shape]) => ({ table, key, ...shape })),
)

const partialKeys = uniqueKeys.flatMap(({ where, ...key }) => (where ? [{ ...key, where }] : []))

/** A value of the column's kind that a sample row does not hold. */
const otherThan = (value: unknown): unknown => (typeof value === 'string' ? `not ${value}` : 9)

const pick = (row: AnyRow, columns: readonly string[]): object =>
  Object.fromEntries(columns.map((column) => [column, row[column]]))

/** What a store does with new rows and their unique keys. */
export const describeInserts = (current: () => Store): void => {
  describe('inserts', () => {
    it.each(tableNames)('keeps every column of a %s', async (table) => {
      const store = current()
      const row = anySampleRow(table)
      expect(await store.commit([insertAny(table, row)])).toEqual(committed)
      expect(await findById(store, table, row.id)).toStrictEqual(row)
      expect(await findById(store, table, sampleId())).toBeUndefined()
    })

    it.each(tableNames)('keeps null in every column of a %s that may be null', async (table) => {
      const store = current()
      const row = anySampleRow(table, nullColumns[table])
      expect(await store.commit([insertAny(table, row)])).toEqual(committed)
      expect(await findById(store, table, row.id)).toStrictEqual(row)
    })

    it.each(tableNames)('refuses a second %s with the same id', async (table) => {
      const store = current()
      const row = anySampleRow(table)
      await store.commit([insertAny(table, row)])
      const outcome = await store.commit([insertAny(table, anySampleRow(table, { id: row.id }))])
      expect(outcome).toEqual({ outcome: 'taken', table, key: 'id' })
      expect(await findEvery(store, table)).toEqual([row])
    })

    it.each(uniqueKeys)('refuses a $table whose key $key is taken', async (unique) => {
      const { table, key, columns } = unique
      const store = current()
      const first = anySampleRow(table)
      await store.commit([insertAny(table, first)])
      const second = anySampleRow(table, pick(first, columns))
      const outcome = await store.commit([
        insertAny(table, anySampleRow(table)),
        insertAny(table, second),
      ])
      expect(outcome).toEqual({ outcome: 'taken', table, key })
      expect(await findEvery(store, table)).toEqual([first])
    })

    it.each(uniqueKeys)('refuses two rows of one commit with one $table.$key', async (unique) => {
      const { table, key, columns } = unique
      const store = current()
      const first = anySampleRow(table)
      const second = anySampleRow(table, pick(first, columns))
      expect(await store.commit([insertAny(table, first), insertAny(table, second)])).toEqual({
        outcome: 'taken',
        table,
        key,
      })
      expect(await findEvery(store, table)).toEqual([])
    })

    it.each(uniqueKeys)('tells $table rows apart by each column of $key', async (unique) => {
      const { table, columns } = unique
      const store = current()
      const first = anySampleRow(table)
      await store.commit([insertAny(table, first)])
      for (const column of columns) {
        const given = { ...pick(first, columns), [column]: otherThan(first[column]) }
        const outcome = await store.commit([insertAny(table, anySampleRow(table, given))])
        expect(outcome, column).toEqual(committed)
      }
    })

    it.each(partialKeys)('leaves rows outside $key of $table alone', async (partial) => {
      const { table, key, columns, where } = partial
      const store = current()
      const inside = anySampleRow(table)
      const outside = Object.fromEntries(
        Object.entries(where).map(([column, value]) => [column, otherThan(value)]),
      )
      const given = { ...pick(inside, columns), ...outside }
      const others = [anySampleRow(table, given), anySampleRow(table, given)]
      expect(await store.commit([inside, ...others].map((row) => insertAny(table, row)))).toEqual(
        committed,
      )

      const [other] = others as [AnyRow, AnyRow]
      const comeInside = write(table, other, where as never)
      expect(await store.commit([comeInside])).toEqual({ outcome: 'taken', table, key })
      expect(await store.commit([remove(table, inside), comeInside])).toEqual(committed)
    })

    it('gives a key that a write leaves to an insert of the same commit', async () => {
      const store = current()
      const old = sampleRow('itemFile')
      const { itemId, name } = old
      await store.commit([insert('itemFile', old)])
      const next = sampleRow('itemFile', { itemId, name, version: 2 })
      const changes = [insert('itemFile', next), write('itemFile', old, { until: 2, forgetAt: 9 })]
      expect(await store.commit(changes)).toEqual(committed)
      expect(
        await store.find('itemFile', { where: { itemId, name, until: null }, limit: 2 }),
      ).toEqual([next])
    })

    it('takes a thousand rows in one commit', async () => {
      const store = current()
      const sessionId = sampleId()
      const files = Array.from({ length: 1000 }, (_, index) =>
        sampleRow('updateSessionFile', { sessionId, name: `file ${index} ${'x'.repeat(200)}` }),
      )
      const changes = files.map((file) => insert('updateSessionFile', file))
      expect(await store.commit(changes)).toEqual(committed)
      expect(await store.find('updateSessionFile', { where: { sessionId }, limit: 1001 })).toEqual(
        files,
      )
    })
  })
}
