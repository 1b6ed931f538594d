import { describe, expect, it } from 'vitest'

import { adjust, check, clear, insert, remove, write } from '../../ports/changes.ts'
import type { Store } from '../../ports/store.ts'
import { findById } from './any-table.ts'
import { sampleId, sampleRow } from './sample-rows.ts'

const committed = { outcome: 'committed' }

/** Commutative writes and clears. */
export const describeAdjusts = (current: () => Store): void => {
  describe('adjusts', () => {
    it('add, take away and raise, and leave the revision alone', async () => {
      const store = current()
      const library = sampleRow('library', { version: 7, modifiedAt: 100 })
      await store.commit([insert('library', library)])
      const { id } = library
      await store.commit([
        adjust('library', id, { add: { version: 3 }, raise: { modifiedAt: 99 } }),
      ])
      expect(await findById(store, 'library', id)).toEqual({ ...library, version: 10 })
      await store.commit([
        adjust('library', id, { add: { version: -1 }, raise: { modifiedAt: 101 } }),
      ])
      expect(await findById(store, 'library', id)).toEqual({
        ...library,
        version: 9,
        modifiedAt: 101,
      })
    })

    it('pass over a row that is gone, unless it must hold something', async () => {
      const store = current()
      const bystander = sampleRow('token')
      const id = sampleId()
      const raise = { expiresAt: 9 }
      const changes = [insert('token', bystander), adjust('token', id, { raise })]
      expect(await store.commit(changes)).toEqual(committed)
      expect(await findById(store, 'token', id)).toBeUndefined()
      expect(await findById(store, 'token', bystander.id)).toEqual(bystander)
      expect(await store.commit([adjust('token', id, { raise, where: {} })])).toEqual({
        outcome: 'changed',
        table: 'token',
      })
    })

    it('of one row add up within a commit', async () => {
      const store = current()
      const blob = sampleRow('blob', { references: 1, dueAt: 5 })
      await store.commit([insert('blob', blob)])
      const changes = [
        adjust('blob', blob.id, { add: { references: 1 }, raise: { dueAt: 8 } }),
        adjust('blob', blob.id, { add: { references: 1 }, where: { state: 'STORED' } }),
        adjust('blob', blob.id, { add: { references: 2 }, raise: { dueAt: 7 } }),
      ]
      expect(await store.commit(changes)).toEqual(committed)
      expect(await findById(store, 'blob', blob.id)).toEqual({ ...blob, references: 5, dueAt: 8 })
      const adjustMissing = adjust('blob', blob.id, {
        add: { references: 1 },
        where: { state: 'FREEING' },
      })
      expect(await store.commit([...changes, adjustMissing])).toMatchObject({ outcome: 'changed' })
    })

    it('count beside a write, an insert or a removal of the same row', async () => {
      const store = current()
      const a = sampleRow('item', { version: 1, size: 5 })
      const b = sampleRow('item', { version: 1 })
      const gone = sampleRow('item')
      await store.commit([insert('item', a), insert('item', gone)])
      const changes = [
        adjust('item', a.id, { add: { version: 1, size: 1 } }),
        write('item', a, { name: 'New', size: 100 }),
        check('item', a.id, { name: a.name }),
        insert('item', b),
        adjust('item', b.id, { add: { version: 4 } }),
        remove('item', gone),
        adjust('item', gone.id, { add: { version: 4 }, where: { deletedAt: null } }),
      ]
      expect(await store.commit(changes)).toEqual(committed)
      expect(await findById(store, 'item', a.id)).toEqual({
        ...a,
        name: 'New',
        version: 2,
        size: 101,
        revision: 2,
      })
      expect(await findById(store, 'item', b.id)).toEqual({ ...b, version: 5 })
      expect(await findById(store, 'item', gone.id)).toBeUndefined()
    })

    it('rely on the row as it was before the commit', async () => {
      const store = current()
      const blob = sampleRow('blob', { references: 1 })
      await store.commit([insert('blob', blob)])
      const last = adjust('blob', blob.id, { add: { references: -1 }, where: { references: 1 } })
      expect(await store.commit([last, check('blob', blob.id, { references: 1 })])).toEqual(
        committed,
      )
      expect(await store.commit([last])).toMatchObject({ outcome: 'changed' })
      expect(await findById(store, 'blob', blob.id)).toEqual({ ...blob, references: 0 })
    })

    it('of many rows are one commit', async () => {
      const store = current()
      const blobs = Array.from({ length: 300 }, (_, references) =>
        sampleRow('blob', { references }),
      )
      await store.commit(blobs.map((blob) => insert('blob', blob)))
      const missing = sampleId()
      await store.commit([
        ...blobs.map(({ id }, index) => adjust('blob', id, { add: { references: index } })),
        adjust('blob', missing, { add: { references: 1 } }),
      ])
      const found = await store.find('blob', { where: { id: { moreThan: '' } }, limit: 301 })
      expect(found).toEqual(blobs.map((blob) => ({ ...blob, references: blob.references * 2 })))
    })
  })

  describe('clears', () => {
    it('remove every row below a parent and no other', async () => {
      const store = current()
      const [sessionId, otherId] = [sampleId(), sampleId()]
      const files = Array.from({ length: 1000 }, (_, index) =>
        sampleRow('updateSessionFile', { sessionId, name: `${index}` }),
      )
      const other = sampleRow('updateSessionFile', { sessionId: otherId })
      await store.commit([...files, other].map((file) => insert('updateSessionFile', file)))
      const changes = [
        clear('updateSessionFile', 'sessionId', sessionId),
        clear('updateSessionFile', 'sessionId', sampleId()),
      ]
      expect(await store.commit(changes)).toEqual(committed)
      expect(await store.ids('updateSessionFile', { where: { sessionId }, limit: 9 })).toEqual([])
      expect(await findById(store, 'updateSessionFile', other.id)).toEqual(other)
    })

    it('leave room for rows of the same commit', async () => {
      const store = current()
      const old = sampleRow('updateSessionFile')
      const { sessionId, name } = old
      await store.commit([insert('updateSessionFile', old)])
      const next = sampleRow('updateSessionFile', { sessionId, name })
      const changes = [
        insert('updateSessionFile', next),
        clear('updateSessionFile', 'sessionId', sessionId),
      ]
      expect(await store.commit(changes)).toEqual(committed)
      expect(await store.find('updateSessionFile', { where: { sessionId }, limit: 9 })).toEqual([
        next,
      ])
    })
  })
}
