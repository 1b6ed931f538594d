import { describe, expect, it } from 'vitest'

import { accessPath, keysOf } from '../../ports/access-path.ts'
import { adjust, insert } from '../../ports/changes.ts'
import { compareScalars, conditionsOf, meets } from '../../ports/conditions.ts'
import type { TableName } from '../../ports/schema.ts'
import type { Store } from '../../ports/store.ts'
import { tableNames, tableShapes } from '../../ports/table-shape.ts'
import type { AnyRow, Scalar } from '../../ports/table-shape.ts'
import { findAny, insertAny } from './any-table.ts'
import type { AnyQuery } from './any-table.ts'
import { queriesOf, rowsFor } from './query-shapes.ts'
import { anySampleRow, sampleId, sampleRow } from './sample-rows.ts'

/** What a query answers, found by reading everything through. */
const expected = (rows: readonly AnyRow[], { where, orderBy = 'id', limit }: AnyQuery): AnyRow[] =>
  rows
    .filter((row) =>
      conditionsOf(where).every((condition) => meets(row[condition.column] as Scalar, condition)),
    )
    .toSorted(
      (a, b) =>
        compareScalars(a[orderBy] as Scalar, b[orderBy] as Scalar) || compareScalars(a.id, b.id),
    )
    .slice(0, limit)

const insertAll = async (
  store: Store,
  table: TableName,
  rows: readonly AnyRow[],
): Promise<void> => {
  const outcome = await store.commit(rows.map((row) => insertAny(table, row)))
  expect(outcome).toEqual({ outcome: 'committed' })
}

const cases = tableNames.flatMap((table) =>
  keysOf(table).map((key) => ({ table, key, name: `${table} by ${key.columns.join(', ')}` })),
)

/** Rows are found by every key and index of the schema. */
export const describeQueries = (current: () => Store): void => {
  describe('queries', () => {
    it.each(cases)('find $name', async ({ table, key }) => {
      const store = current()
      const rows = rowsFor(table, key)
      await insertAll(store, table, rows)
      let answered = 0
      for (const query of queriesOf(key, rows)) {
        const found = await findAny(store, table, query)
        expect(found, JSON.stringify(query)).toEqual(expected(rows, query))
        const ids = await store.ids(table, { limit: 1000, ...query } as never)
        expect(ids, JSON.stringify(query)).toEqual(found.map(({ id }) => id))
        answered += found.length
      }
      expect(answered).toBeGreaterThan(0)
    })

    const withParents = cases.flatMap(({ table, key, name }) => {
      const parents = Object.keys(tableShapes[table].parents) as TableName[]
      return parents.length > 0 ? [{ table, key, name, parents }] : []
    })

    it.each(withParents)('find $name with $parents', async ({ table, key, parents }) => {
      const store = current()
      const rows = rowsFor(table, key)
      await insertAll(store, table, rows)
      const above = new Map<string, AnyRow>()
      for (const parent of parents) {
        const column = tableShapes[table].parents[parent] as string
        const ids = [...new Set(rows.map((row) => row[column] as string))]
        const kept = ids.filter((_, index) => index % 3 !== 2)
        const found = kept.map((id) => anySampleRow(parent, { id }))
        await insertAll(store, parent, found)
        for (const row of found) above.set(`${parent} ${row.id}`, row)
      }
      const aboveOf = (row: AnyRow): [string, AnyRow | undefined][] =>
        parents.map((parent) => [
          parent,
          above.get(`${parent} ${row[tableShapes[table].parents[parent] as string] as string}`),
        ])
      const children = rows.filter((row) => aboveOf(row).every(([, parent]) => parent))
      let answered = 0
      for (const query of queriesOf(key, rows)) {
        const found = await store.findWith(
          table,
          parents as never,
          { limit: 1000, ...query } as never,
        )
        expect(found, JSON.stringify(query)).toEqual(
          expected(children, query).map((child) => ({
            [table]: child,
            ...Object.fromEntries(aboveOf(child)),
          })),
        )
        answered += found.length
      }
      expect(answered).toBeGreaterThan(0)
    })

    it('answer with some of the parents, if so asked', async () => {
      const store = current()
      const library = sampleRow('library')
      const session = sampleRow('updateSession', { libraryId: library.id })
      await store.commit([insert('library', library), insert('updateSession', session)])
      const query = { where: { id: session.id }, limit: 1 } as const
      expect(await store.findWith('updateSession', ['library'], query)).toEqual([
        { updateSession: session, library },
      ])
      expect(await store.findWith('updateSession', [], query)).toEqual([{ updateSession: session }])
      expect(await store.findWith('updateSession', ['item', 'library'], query)).toEqual([])
    })

    it('leave out rows below parents that hold something', async () => {
      const store = current()
      const userId = sampleId()
      const [gone, kept] = [sampleRow('library', { deletedAt: 5 }), sampleRow('library')]
      const items = [gone.id, kept.id, kept.id].map((libraryId, index) =>
        sampleRow('item', { libraryId, deletedAt: index === 1 ? 7 : null }),
      )
      const sessions = items.map(({ id: itemId, libraryId }) =>
        sampleRow('updateSession', { userId, itemId, libraryId }),
      )
      await store.commit([
        ...[gone, kept].map((library) => insert('library', library)),
        ...items.map((item) => insert('item', item)),
        ...sessions.map((session) => insert('updateSession', session)),
      ])
      const [inGone, inDeleted, reachable] = sessions
      const deleted = { deletedAt: { moreThan: 0 } }
      const query = { where: { userId }, limit: 9 }
      const filters = [
        [{}, [inGone, inDeleted, reachable]],
        [{ item: deleted }, [inGone, reachable]],
        [{ library: deleted }, [inDeleted, reachable]],
        [{ item: deleted, library: deleted }, [reachable]],
        [{ library: { deletedAt: { atMost: 4 } } }, [inGone, inDeleted, reachable]],
        [{ library: { deletedAt: null, description: '' } }, [inGone]],
      ] as const
      for (const [notBelow, wanted] of filters) {
        const asked = { ...query, notBelow }
        expect(await store.find('updateSession', asked), JSON.stringify(notBelow)).toEqual(wanted)
        const ids = await store.ids('updateSession', asked)
        expect(ids).toEqual(wanted.map((session) => session?.id))
        const both = await store.findWith('updateSession', ['item'], asked)
        expect(both.map(({ updateSession }) => updateSession)).toEqual(wanted)
      }
    })

    it('filter by columns that no index holds', async () => {
      const store = current()
      const { libraryId } = sampleRow('item')
      const items = ['a', 'b', 'c', 'd'].map((nameKey, index) =>
        sampleRow('item', {
          libraryId,
          nameKey,
          size: index,
          sourceId: index < 2 ? null : 'source',
        }),
      )
      await store.commit(items.map((item) => insert('item', item)))
      const find = (where: object): Promise<AnyRow[]> =>
        findAny(store, 'item', { where: { libraryId, ...where } })
      expect(await find({ sourceId: null })).toEqual(items.slice(0, 2))
      expect(await find({ sourceId: 'source', size: { moreThan: 2 } })).toEqual(items.slice(3))
      expect(await find({ size: { atMost: 2 }, itemTypeKey: 'iso', description: '' })).toEqual(
        items.slice(0, 3),
      )
    })

    it('tell rows in a partial key from those outside', async () => {
      const store = current()
      const { itemId } = sampleRow('updateSession')
      const states = ['DONE', 'ACTIVE', 'ERROR', 'DONE'] as const
      const sessions = states.map((state) => sampleRow('updateSession', { itemId, state }))
      await insertAll(store, 'updateSession', sessions as unknown as AnyRow[])
      for (const state of ['ACTIVE', 'DONE', 'CANCELED', 'ACTIVE', 'ERROR'] as const) {
        const found = await store.find('updateSession', { where: { itemId, state }, limit: 9 })
        expect(found, state).toEqual(sessions.filter((session) => session.state === state))
      }
    })

    it('order by a column, null first, texts by code point, equal ones by id', async () => {
      const store = current()
      const userId = sampleId()
      const order = [null, null, '', 'A', 'B', 'a', 'ab', 'b', 'é', '\uffff', '\u{1f4bf}']
      const sessions = order.map((tokenId) => sampleRow('downloadSession', { userId, tokenId }))
      await store.commit(sessions.map((session) => insert('downloadSession', session)))
      const found = await store.find('downloadSession', {
        where: { userId },
        orderBy: 'tokenId',
        limit: 99,
      })
      expect(found.map(({ tokenId }) => tokenId)).toEqual(order)
      expect(found).toEqual(sessions)
      expect(
        await store.ids('downloadSession', { where: { userId }, orderBy: 'tokenId', limit: 4 }),
      ).toEqual(sessions.slice(0, 4).map(({ id }) => id))
    })

    it('page through rows by id', async () => {
      const store = current()
      const libraries = Array.from({ length: 25 }, (_, index) =>
        sampleRow('library', { deletedAt: index % 5 === 0 ? 1 : null }),
      )
      await store.commit(libraries.map((library) => insert('library', library)))
      const seen: string[] = []
      for (let last = ''; ;) {
        const where = { deletedAt: null, id: { moreThan: last } }
        const page = await store.ids('library', { where, limit: 7 })
        seen.push(...page)
        last = page.at(-1) ?? ''
        if (page.length < 7) break
      }
      const living = libraries.filter(({ deletedAt }) => deletedAt === null)
      expect(seen).toEqual(living.map(({ id }) => id))
    })

    it.each([
      { where: {} },
      { where: { name: 'Ubuntu' } },
      { where: { id: { moreThan: '' } }, limit: 0 },
    ])('refuse %j', async (query) => {
      await expect(findAny(current(), 'item', query)).rejects.toThrow(/No key or index|limit/)
      expect(() => accessPath('itemFile', conditionsOf({ name: 'a' }), 'id')).toThrow(TypeError)
    })

    it('answer with rows that later commits do not change', async () => {
      const store = current()
      const library = sampleRow('library')
      await store.commit([insert('library', library)])
      const where = { id: library.id }
      const [before] = await store.find('library', { where, limit: 1 })
      await store.commit([adjust('library', library.id, { add: { version: 1 } })])
      expect(before).toEqual(library)
      expect(await store.find('library', { where, limit: 1 })).toEqual([{ ...library, version: 2 }])
    })
  })
}
