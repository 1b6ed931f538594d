import { describe, expect, it } from 'vitest'

import { adjust, check, clear, insert, remove, write } from '../../ports/changes.ts'
import type { Change } from '../../ports/changes.ts'
import type { CommitOutcome, Store } from '../../ports/store.ts'
import { scale } from '../scale.ts'
import { findEvery } from './any-table.ts'
import { sampleRow } from './sample-rows.ts'

const wins = (outcomes: readonly CommitOutcome[]): readonly number[] =>
  outcomes.flatMap(({ outcome }, index) => (outcome === 'committed' ? [index] : []))

/** Commits at the same time: guarded writes and checks hold at one instant. */
export const describeRaces = (current: () => Store): void => {
  describe('races', () => {
    it('lose no update of counters that are read, decided and committed', async () => {
      const store = current()
      const library = sampleRow('library', { version: 0 })
      await store.commit([insert('library', library)])
      const where = { id: library.id }
      const countUp = async (): Promise<void> => {
        for (;;) {
          const [row] = await store.find('library', { where, limit: 1 })
          if (!row) throw new Error('The library is gone')
          const { outcome } = await store.commit([
            write('library', row, { version: row.version + 1 }),
          ])
          if (outcome === 'committed') return
        }
      }
      const [callers, times] = [8, scale(10, 200)]
      await Promise.all(
        Array.from({ length: callers }, async () => {
          for (let time = 0; time < times; time++) await countUp()
        }),
      )
      const total = callers * times
      expect(await store.find('library', { where, limit: 1 })).toEqual([
        { ...library, version: total, revision: total + 1 },
      ])
    })

    it('lose no adjust', async () => {
      const store = current()
      const library = sampleRow('library', { version: 0 })
      await store.commit([insert('library', library)])
      const times = scale(100, 5000)
      await Promise.all(
        Array.from({ length: times }, (_, modifiedAt) =>
          store.commit([
            adjust('library', library.id, { add: { version: 1 }, raise: { modifiedAt } }),
          ]),
        ),
      )
      expect(await findEvery(store, 'library')).toEqual([
        { ...library, version: times, modifiedAt: times - 1 },
      ])
    })

    it('have exactly one winner among the ways to end a session', async () => {
      const store = current()
      for (let round = 0; round < scale(10, 200); round++) {
        const session = sampleRow('updateSession')
        const file = sampleRow('updateSessionFile', { sessionId: session.id })
        await store.commit([insert('updateSession', session), insert('updateSessionFile', file)])
        const end = (state: 'DONE' | 'ERROR' | 'CANCELED'): Change[] => [
          write('updateSession', session, { state, forgetAt: 9 }, { state: 'ACTIVE' }),
          clear('updateSessionFile', 'sessionId', session.id),
        ]
        const marks = Array.from({ length: 4 }, () => sampleRow('token'))
        const attempts = [
          end('DONE'),
          end('ERROR'),
          end('CANCELED'),
          [remove('updateSession', session), clear('updateSessionFile', 'sessionId', session.id)],
        ].map((changes, index) => [...changes, insert('token', marks[index] as never)])
        const offset = round % attempts.length
        const rotated = [...attempts.slice(offset), ...attempts.slice(0, offset)]
        const outcomes = await Promise.all(rotated.map((changes) => store.commit(changes)))
        expect(wins(outcomes)).toHaveLength(1)
        const winner = marks[((wins(outcomes)[0] ?? 0) + offset) % attempts.length]
        const ids = await store.ids('token', { where: { id: { moreThan: '' } }, limit: 1000 })
        expect(marks.filter(({ id }) => ids.includes(id))).toEqual([winner])
      }
    })

    it('have exactly one winner for a unique key', async () => {
      const store = current()
      for (let round = 0; round < scale(5, 100); round++) {
        const { itemId } = sampleRow('updateSession')
        const sessions = Array.from({ length: 8 }, () => sampleRow('updateSession', { itemId }))
        const outcomes = await Promise.all(
          sessions.map((session) => store.commit([insert('updateSession', session)])),
        )
        expect(wins(outcomes)).toHaveLength(1)
        const losers = outcomes.filter(({ outcome }) => outcome !== 'committed')
        expect(new Set(losers.map((outcome) => JSON.stringify(outcome)))).toEqual(
          new Set([JSON.stringify({ outcome: 'taken', table: 'updateSession', key: 'active' })]),
        )
        expect(
          await store.find('updateSession', { where: { itemId, state: 'ACTIVE' }, limit: 9 }),
        ).toEqual([sessions[wins(outcomes)[0] ?? -1]])
      }
    })

    it('never let two commits rely on what the other changes', async () => {
      const store = current()
      for (let round = 0; round < scale(10, 200); round++) {
        const [a, b] = [sampleRow('item'), sampleRow('item')]
        await store.commit([insert('item', a), insert('item', b)])
        const outcomes = await Promise.all([
          store.commit([
            check('item', a.id, { deletedAt: null }),
            write('item', b, { deletedAt: 1 }),
          ]),
          store.commit([
            check('item', b.id, { deletedAt: null }),
            write('item', a, { deletedAt: 1 }),
          ]),
        ])
        expect(wins(outcomes)).toHaveLength(1)
      }
    })

    it('let a parent be deleted or a child be added, not both', async () => {
      const store = current()
      for (let round = 0; round < scale(10, 200); round++) {
        const library = sampleRow('library')
        await store.commit([insert('library', library)])
        const item = sampleRow('item', { libraryId: library.id })
        const add = [
          insert('item', item),
          adjust('library', library.id, { add: { version: 1 }, where: { deletedAt: null } }),
        ]
        const marked = [write('library', library, { deletedAt: 1 })]
        const order = round % 2 === 0 ? [add, marked] : [marked, add]
        const outcomes = await Promise.all(order.map((changes) => store.commit(changes)))
        const found = await store.ids('item', { where: { libraryId: library.id }, limit: 1 })
        const added = outcomes[round % 2 === 0 ? 0 : 1]?.outcome === 'committed'
        expect(found).toEqual(added ? [item.id] : [])
        expect(wins(outcomes).length).toBeGreaterThan(0)
      }
    })

    it('are not seen in part by readers', async () => {
      const store = current()
      const library = sampleRow('library', { version: 0 })
      const item = sampleRow('item', { libraryId: library.id, version: 0 })
      await store.commit([insert('library', library), insert('item', item)])
      const rounds = scale(30, 1000)
      const seen = new Set<string>()
      const writer = async (): Promise<void> => {
        for (let round = 0; round < rounds; round++) {
          await store.commit([
            adjust('library', library.id, { add: { version: 1 } }),
            adjust('item', item.id, { add: { version: 1 } }),
          ])
        }
      }
      const reader = async (): Promise<void> => {
        for (;;) {
          const query = { where: { id: item.id }, limit: 1 } as const
          const [found] = await store.findWith('item', ['library'], query)
          seen.add(`${found?.item.version} ${found?.library.version}`)
          if (found?.item.version === rounds) return
          await new Promise((resolve) => setTimeout(resolve))
        }
      }
      await Promise.all([writer(), reader(), reader()])
      const torn = [...seen].filter((versions) => new Set(versions.split(' ')).size > 1)
      expect(torn).toEqual([])
      expect(await findEvery(store, 'item')).toEqual([{ ...item, version: rounds }])
    })
  })
}
