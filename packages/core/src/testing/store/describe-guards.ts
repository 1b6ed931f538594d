import { describe, expect, it } from 'vitest'

import { adjust, check, insert, remove, write } from '../../ports/changes.ts'
import type { Change } from '../../ports/changes.ts'
import type { Tables } from '../../ports/schema.ts'
import type { Store, Where } from '../../ports/store.ts'
import { findById } from './any-table.ts'
import { sampleId, sampleRow } from './sample-rows.ts'

type Session = Tables['updateSession']

const held: Partial<Session> = {
  state: 'ACTIVE',
  userName: 'Bea',
  clientProgress: 50,
  expiresAt: 1000,
  forgetAt: null,
}

const holding: readonly Where<'updateSession'>[] = [
  {},
  { state: 'ACTIVE' },
  { forgetAt: null },
  { clientProgress: 50, userName: 'Bea' },
  { expiresAt: { atMost: 1000 } },
  { expiresAt: { moreThan: 999 } },
  { userName: { atMost: 'Bea' } },
  { userName: { moreThan: 'Ada' }, expiresAt: { atMost: 5000 }, forgetAt: null, revision: 1 },
]

const failing: readonly Where<'updateSession'>[] = [
  { state: 'DONE' },
  { forgetAt: 0 },
  { userName: 'bea' },
  { tokenId: null },
  { clientProgress: 50, userName: 'Ada' },
  { expiresAt: { atMost: 999 } },
  { expiresAt: { moreThan: 1000 } },
  { forgetAt: { atMost: 9e15 } },
  { forgetAt: { moreThan: -1 } },
  { revision: 2 },
]

interface Guard {
  readonly kind: string
  readonly make: (row: Session, where: Where<'updateSession'>) => Change
  readonly after: (row: Session) => Session | undefined
}

const guards: readonly Guard[] = [
  {
    kind: 'write',
    make: (row, where) => write('updateSession', row, { clientProgress: 60 }, where),
    after: (row) => ({ ...row, clientProgress: 60, revision: 2 }),
  },
  {
    kind: 'remove',
    make: (row, where) => remove('updateSession', row, where),
    after: () => undefined,
  },
  {
    kind: 'check',
    make: (row, where) => check('updateSession', row.id, where),
    after: (row) => row,
  },
  {
    kind: 'adjust',
    make: (row, where) => adjust('updateSession', row.id, { add: { clientProgress: 1 }, where }),
    after: (row) => ({ ...row, clientProgress: 51 }),
  },
]

const changed = { outcome: 'changed', table: 'updateSession' }

const stored = async (
  store: Store,
): Promise<{ store: Store; row: Session; bystander: Session }> => {
  const row = sampleRow('updateSession', held)
  const bystander = sampleRow('updateSession', held)
  await store.commit([insert('updateSession', row), insert('updateSession', bystander)])
  return { store, row, bystander }
}

/** Entries that rely on a row: they hold at the commit's instant, or nothing happens. */
export const describeGuards = (current: () => Store): void => {
  describe.each(guards)('a $kind', ({ make, after }) => {
    it.each(holding)('goes through where the row holds %j', async (where) => {
      const { store, row, bystander } = await stored(current())
      expect(await store.commit([make(row, where)])).toEqual({ outcome: 'committed' })
      expect(await findById(store, 'updateSession', row.id)).toEqual(after(row))
      expect(await findById(store, 'updateSession', bystander.id)).toEqual(bystander)
    })

    it.each(failing)('is refused where the row does not hold %j', async (where) => {
      const { store, row } = await stored(current())
      const companion = insert('library', sampleRow('library'))
      expect(await store.commit([companion, make(row, where)])).toEqual(changed)
      expect(await findById(store, 'updateSession', row.id)).toEqual(row)
      expect(await store.find('library', { where: { nameKey: 'images' }, limit: 1 })).toEqual([])
    })

    it('is refused where there is no such row', async () => {
      const { store } = await stored(current())
      expect(await store.commit([make(sampleRow('updateSession'), {})])).toEqual(changed)
    })

    it('is refused for one row among many', async () => {
      const { store, row, bystander } = await stored(current())
      const gone = sampleRow('updateSession')
      const changes = [row, gone, bystander].map((each) => make(each, {}))
      expect(await store.commit(changes)).toEqual(changed)
      expect(await findById(store, 'updateSession', row.id)).toEqual(row)
    })
  })

  it.each(guards.filter(({ kind }) => kind === 'write' || kind === 'remove'))(
    'a $kind is refused at another revision',
    async ({ make }) => {
      const { store, row } = await stored(current())
      const written = { ...row, userName: 'Cid', revision: 2 }
      await store.commit([write('updateSession', row, { userName: 'Cid' })])
      expect(await store.commit([make(row, {})])).toEqual(changed)
      expect(await store.commit([make({ ...row, revision: 3 }, {})])).toEqual(changed)
      expect(await findById(store, 'updateSession', row.id)).toEqual(written)
      expect(await store.commit([make(written, {})])).toEqual({ outcome: 'committed' })
    },
  )

  describe('writes', () => {
    it('of different columns travel in one commit', async () => {
      const store = current()
      const rows = Array.from({ length: 4 }, () => sampleRow('updateSession'))
      await store.commit(rows.map((row) => insert('updateSession', row)))
      const [a, b, c, d] = rows as [Session, Session, Session, Session]
      const error = { id: 'accession.x', args: ['{"a":1}'] }
      const changes = [
        write('updateSession', a, { state: 'DONE', forgetAt: 5 }),
        write('updateSession', b, { state: 'ERROR', forgetAt: 6, errorMessage: error }),
        write('updateSession', c, { forgetAt: 7, state: 'CANCELED' }, { tokenId: c.tokenId }),
        write('updateSession', d, {}),
      ]
      expect(await store.commit(changes)).toEqual({ outcome: 'committed' })
      const found = await Promise.all(rows.map(({ id }) => findById(store, 'updateSession', id)))
      expect(found).toEqual([
        { ...a, state: 'DONE', forgetAt: 5, revision: 2 },
        { ...b, state: 'ERROR', forgetAt: 6, errorMessage: error, revision: 2 },
        { ...c, state: 'CANCELED', forgetAt: 7, revision: 2 },
        { ...d, revision: 2 },
      ])
    })

    it('set columns to null and back', async () => {
      const store = current()
      const row = sampleRow('updateSession')
      await store.commit([insert('updateSession', row)])
      await store.commit([write('updateSession', row, { tokenId: null, warningBehavior: null })])
      const emptied = { ...row, tokenId: null, warningBehavior: null, revision: 2 }
      expect(await findById(store, 'updateSession', row.id)).toEqual(emptied)
      const { tokenId, warningBehavior } = row
      await store.commit([write('updateSession', emptied, { tokenId, warningBehavior })])
      expect(await findById(store, 'updateSession', row.id)).toEqual({ ...row, revision: 3 })
    })

    it('of a taken key are refused, of its own key not', async () => {
      const store = current()
      const { id: libraryId } = sampleRow('library')
      const a = sampleRow('item', { libraryId, nameKey: 'a' })
      const b = sampleRow('item', { libraryId, nameKey: 'b' })
      await store.commit([insert('item', a), insert('item', b)])
      const rename = write('item', b, { nameKey: 'a' })
      expect(await store.commit([rename])).toEqual({ outcome: 'taken', table: 'item', key: 'name' })
      expect(
        await store.commit([
          write('item', a, { nameKey: 'a' }),
          write('item', b, { nameKey: 'c' }),
        ]),
      ).toEqual({
        outcome: 'committed',
      })
    })

    it('of a thousand rows are one commit', async () => {
      const store = current()
      const sessionId = sampleId()
      const files = Array.from({ length: 1000 }, (_, index) =>
        sampleRow('updateSessionFile', {
          sessionId,
          name: `${index}`,
          transferBlobId: `transfer ${index}`,
        }),
      )
      await store.commit(files.map((file) => insert('updateSessionFile', file)))
      const changes = files.map((file, index) =>
        write(
          'updateSessionFile',
          file,
          { status: 'READY', size: index, blobId: `blob ${index}` },
          {
            transferBlobId: file.transferBlobId,
          },
        ),
      )
      expect(await store.commit(changes)).toEqual({ outcome: 'committed' })
      const found = await store.find('updateSessionFile', { where: { sessionId }, limit: 1000 })
      expect(found).toEqual(
        files.map((file, index) => ({
          ...file,
          revision: 2,
          status: 'READY',
          size: index,
          blobId: `blob ${index}`,
        })),
      )
      expect(await store.commit(changes)).toEqual({
        outcome: 'changed',
        table: 'updateSessionFile',
      })
    })
  })
}
