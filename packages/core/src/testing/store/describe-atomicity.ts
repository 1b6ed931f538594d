import { describe, expect, it } from 'vitest'

import { adjust, check, clear, insert, remove, write } from '../../ports/changes.ts'
import type { Change } from '../../ports/changes.ts'
import type { Store } from '../../ports/store.ts'
import { tableNames } from '../../ports/table-shape.ts'
import type { AnyRow } from '../../ports/table-shape.ts'
import { findEvery } from './any-table.ts'
import { sampleId, sampleRow } from './sample-rows.ts'

const everything = async (store: Store): Promise<readonly (readonly AnyRow[])[]> =>
  Promise.all(tableNames.map((table) => findEvery(store, table)))

/** A catalog with something in it, and a commit that touches all of it in every way there is. */
const prepare = async (store: Store): Promise<readonly Change[]> => {
  const library = sampleRow('library')
  const item = sampleRow('item', { libraryId: library.id })
  const session = sampleRow('updateSession', { itemId: item.id, libraryId: library.id })
  const files = ['a', 'b', 'c'].map((name) =>
    sampleRow('updateSessionFile', { sessionId: session.id, name }),
  )
  const published = sampleRow('itemFile', { itemId: item.id, name: 'a' })
  const blobs = [sampleRow('blob'), sampleRow('blob')]
  const token = sampleRow('token')
  await store.commit([
    insert('library', library),
    insert('item', item),
    insert('updateSession', session),
    insert('itemFile', published),
    insert('token', token),
    ...files.map((file) => insert('updateSessionFile', file)),
    ...blobs.map((blob) => insert('blob', blob)),
  ])
  return [
    insert('itemFile', sampleRow('itemFile', { itemId: item.id, name: 'a', version: 2 })),
    insert('itemFile', sampleRow('itemFile', { itemId: item.id, name: 'b', version: 2 })),
    insert('clientToken', sampleRow('clientToken')),
    write('itemFile', published, { until: 2, forgetAt: 99 }),
    write('updateSession', session, { state: 'DONE', forgetAt: 100 }, { state: 'ACTIVE' }),
    write('item', item, { contentVersion: 2, fileCount: 2 }, { deletedAt: null }),
    ...files.slice(1).map((file) => check('updateSessionFile', file.id, { revision: 1 })),
    clear('updateSessionFile', 'sessionId', session.id),
    ...blobs.map((blob) => adjust('blob', blob.id, { add: { references: 1 } })),
    adjust('library', library.id, { add: { version: 1 }, where: { deletedAt: null } }),
    remove('token', token),
  ]
}

/** Entries that spoil any commit, and how each is answered. */
const spoilers: readonly {
  name: string
  make: (store: Store) => Promise<Change>
  answer: object
}[] = [
  {
    name: 'a check that fails',
    make: async () => check('library', sampleId(), {}),
    answer: { outcome: 'changed', table: 'library' },
  },
  {
    name: 'a write at another revision',
    make: async () => write('blob', { id: sampleId(), revision: 1 }, { dueAt: 1 }),
    answer: { outcome: 'changed', table: 'blob' },
  },
  {
    name: 'an adjust that must hit',
    make: async () => adjust('item', sampleId(), { add: { version: 1 }, where: {} }),
    answer: { outcome: 'changed', table: 'item' },
  },
  {
    name: 'a removal of what is gone',
    make: async () => remove('downloadSession', { id: sampleId(), revision: 1 }),
    answer: { outcome: 'changed', table: 'downloadSession' },
  },
  {
    name: 'a taken key',
    make: async (store) => {
      const user = sampleRow('user')
      await store.commit([insert('user', user)])
      return insert('user', sampleRow('user', { nameKey: user.nameKey }))
    },
    answer: { outcome: 'taken', table: 'user', key: 'name' },
  },
  {
    name: 'a taken id',
    make: async (store) => {
      const setting = sampleRow('setting')
      await store.commit([insert('setting', setting)])
      return insert('setting', { ...setting, value: 'other' })
    },
    answer: { outcome: 'taken', table: 'setting', key: 'id' },
  },
]

/** A commit applies all of its changes or none. */
export const describeAtomicity = (current: () => Store): void => {
  describe('commits', () => {
    it('of nothing succeed', async () => {
      expect(await current().commit([])).toEqual({ outcome: 'committed' })
    })

    it('apply all their changes, whatever the order of the entries', async () => {
      const store = current()
      const changes = await prepare(store)
      expect(await store.commit(changes.toReversed())).toEqual({ outcome: 'committed' })
      const [session] = await store.find('updateSession', {
        where: { id: { moreThan: '' } },
        limit: 2,
      })
      const itemId = session?.itemId ?? ''
      expect(session).toMatchObject({ state: 'DONE', forgetAt: 100, revision: 2 })
      expect(await store.find('item', { where: { id: itemId }, limit: 1 })).toMatchObject([
        { contentVersion: 2, fileCount: 2, revision: 2 },
      ])
      expect(
        await store.find('itemFile', { where: { itemId }, orderBy: 'version', limit: 9 }),
      ).toMatchObject([
        { name: 'a', version: 1, until: 2 },
        { name: 'a', version: 2, until: null },
        { name: 'b', version: 2, until: null },
      ])
      expect(await store.find('library', { where: { nameKey: 'images' }, limit: 1 })).toMatchObject(
        [{ version: 2, revision: 1 }],
      )
      expect(await findEvery(store, 'blob')).toMatchObject([{ references: 2 }, { references: 2 }])
      expect(await findEvery(store, 'updateSessionFile')).toEqual([])
      expect(await findEvery(store, 'token')).toEqual([])
      expect(await findEvery(store, 'clientToken')).toHaveLength(1)
    })

    it.each(spoilers)('leave no trace of anything after $name', async ({ make, answer }) => {
      const store = current()
      const changes = await prepare(store)
      const spoiler = await make(store)
      const before = await everything(store)
      for (let at = 0; at <= changes.length; at++) {
        const spoiled = changes.toSpliced(at, 0, spoiler)
        expect(await store.commit(spoiled), `at ${at}`).toEqual(answer)
        expect(await everything(store), `at ${at}`).toEqual(before)
      }
      expect(await store.commit(changes)).toEqual({ outcome: 'committed' })
    })

    it('do not suffer from others asked at the same time', async () => {
      const store = current()
      const library = sampleRow('library', { version: 0 })
      await store.commit([insert('library', library)])
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          store.commit([
            insert('token', sampleRow('token')),
            adjust('library', library.id, { add: { version: 1 }, where: {} }),
            ...(index % 3 === 0 ? [check('item', sampleId(), {})] : []),
            ...(index % 5 === 0 ? [insert('library', { ...library, version: 99 })] : []),
          ]),
        ),
      )
      const good = outcomes.filter(({ outcome }) => outcome === 'committed').length
      expect(good).toBe(11)
      expect(await findEvery(store, 'token')).toHaveLength(good)
      expect(await findEvery(store, 'library')).toEqual([{ ...library, version: good }])
    })
  })
}
