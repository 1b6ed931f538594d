import { DatabaseSync } from 'node:sqlite'
import { adjust, check, insert, write } from '@accession/core/ports'
import type { Change, Store } from '@accession/core/ports'
import { sampleId, sampleRow } from '@accession/core/testing'
import { describe, expect, it } from 'vitest'
import { sabotage, sqliteError } from '../../test/saboteur.ts'
import type { Saboteur } from '../../test/saboteur.ts'
import { createSqlStore } from '../create-sql-store.ts'
import { sqliteDialect } from './dialect.ts'
import { createLogSync } from './log-sync.ts'
import { migrations } from './migrations/index.ts'
import { createSqliteDriver } from './sqlite-driver.ts'

const open = (patienceMs = 200): { store: Store; saboteur: Saboteur } => {
  const database = new DatabaseSync(':memory:')
  for (const { sql } of migrations) database.exec(sql)
  const saboteur = sabotage(database)
  const driver = createSqliteDriver(saboteur.database, patienceMs)
  return { store: createSqlStore(driver, sqliteDialect), saboteur }
}

const count = (saboteur: Saboteur, sql: string): number =>
  saboteur.ran.filter((each) => each === sql).length

const tokens = (store: Store): Promise<string[]> =>
  store.ids('token', { where: { id: { moreThan: '' } }, limit: 10_000 })

const failures = {
  'a full disk': sqliteError(13, 'database or disk is full'),
  'a broken disk': sqliteError(10 | (3 << 8), 'disk I/O error'),
  'a file that is read-only': sqliteError(8, 'attempt to write a readonly database'),
  'no memory': sqliteError(7, 'out of memory'),
}

describe('commits of one turn of the event loop', () => {
  it('share a transaction and its sync', async () => {
    const { store, saboteur } = open()
    const rows = Array.from({ length: 64 }, () => sampleRow('token'))
    const outcomes = await Promise.all(rows.map((row) => store.commit([insert('token', row)])))
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['committed']))
    expect(count(saboteur, 'commit')).toBe(1)
    expect(await tokens(store)).toEqual(rows.map(({ id }) => id))
  })

  it('wait for those who are still reading what theirs relies on', async () => {
    const { store, saboteur } = open()
    const decide = async (): Promise<void> => {
      for (let reads = 0; reads < 3; reads++) await tokens(store)
      await store.commit([insert('token', sampleRow('token'))])
    }
    await Promise.all([store.commit([insert('token', sampleRow('token'))]), decide(), decide()])
    expect(count(saboteur, 'commit')).toBe(1)
    expect(await tokens(store)).toHaveLength(3)
  })

  it('do not wait for ever where there is always somebody who reads', async () => {
    const { store } = open()
    const committing = store.commit([insert('token', sampleRow('token'))])
    const seen = async (): Promise<string[]> => {
      const ids = await tokens(store)
      return ids.length > 0 ? ids : seen()
    }
    expect(await seen()).toHaveLength(1)
    expect(await committing).toEqual({ outcome: 'committed' })
  })

  it('are each applied or not, whatever becomes of the others', async () => {
    const { store, saboteur } = open()
    const library = sampleRow('library', { version: 0 })
    await store.commit([insert('library', library)])
    const up = adjust('library', library.id, { add: { version: 1 } })
    const commits: readonly (readonly Change[])[] = [
      [up, insert('token', sampleRow('token'))],
      [up, check('item', sampleId(), {})],
      [up, insert('library', library)],
      [up, write('library', library, { name: 'A' })],
      [up, write('library', library, { name: 'B' })],
    ]
    const outcomes = await Promise.all(commits.map((changes) => store.commit(changes)))
    expect(outcomes).toEqual([
      { outcome: 'committed' },
      { outcome: 'changed', table: 'item' },
      { outcome: 'taken', table: 'library', key: 'id' },
      { outcome: 'committed' },
      { outcome: 'changed', table: 'library' },
    ])
    expect(count(saboteur, 'commit')).toBe(2)
    const [found] = await store.find('library', { where: { id: library.id }, limit: 1 })
    expect(found).toMatchObject({ version: 2, name: 'A' })
  })

  it('suffer nothing from one that is a mistake', async () => {
    const { store } = open()
    const good = sampleRow('token')
    const user = sampleRow('user')
    const bad = sampleRow('token', { userId: user.id, expiresAt: 1.5 })
    const [first, second, third] = await Promise.allSettled([
      store.commit([insert('token', good)]),
      store.commit([insert('user', user), insert('token', bad)]),
      store.commit([insert('token', sampleRow('token'))]),
    ])
    expect(first).toMatchObject({ value: { outcome: 'committed' } })
    expect(second).toMatchObject({ reason: { code: 'ERR_SQLITE_ERROR' } })
    expect(third).toMatchObject({ value: { outcome: 'committed' } })
    expect(await tokens(store)).toHaveLength(2)
    expect(await store.ids('user', { where: { id: user.id }, limit: 1 })).toEqual([])
  })

  it('are so many at most that the event loop is not held up for long', async () => {
    const { store, saboteur } = open()
    const rows = Array.from({ length: 4500 }, () => sampleRow('token'))
    await Promise.all(rows.map((row) => store.commit([insert('token', row)])))
    expect(count(saboteur, 'commit')).toBe(3)
    expect(await tokens(store)).toHaveLength(4500)
  })

  it('see what an earlier one of the group did', async () => {
    const { store } = open()
    const session = sampleRow('updateSession')
    const outcomes = await Promise.all([
      store.commit([insert('updateSession', session)]),
      store.commit([write('updateSession', session, { state: 'DONE', forgetAt: 5 })]),
      store.commit([write('updateSession', session, { state: 'CANCELED', forgetAt: 5 })]),
    ])
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['committed', 'committed', 'changed'])
  })
})

describe('an engine that fails', () => {
  it.each(Object.entries(failures))(
    'at any statement, with %s, leaves all or nothing',
    async (_, failure) => {
      let failed = 0
      for (let failAt = 1; ; failAt++) {
        const { store, saboteur } = open()
        const row = sampleRow('library', { version: 0 })
        await store.commit([insert('library', row)])
        const groups = [0, 1, 2].map(() => [
          insert('token', sampleRow('token')),
          insert('token', sampleRow('token')),
          adjust('library', row.id, { add: { version: 1 }, where: {} }),
        ])
        const start = saboteur.ran.length
        let hasFired = false
        saboteur.before = (_sql, ran) => {
          if (ran !== start + failAt) return
          hasFired = true
          throw failure
        }
        const outcomes = await Promise.allSettled(groups.map((changes) => store.commit(changes)))
        saboteur.before = () => {}
        const [library] = await store.find('library', { where: { id: row.id }, limit: 1 })
        const kept = await tokens(store)
        if (!hasFired) {
          expect(library?.version).toBe(3)
          expect(kept).toHaveLength(6)
          break
        }
        failed++
        for (const outcome of outcomes) {
          expect(outcome, `at ${failAt}`).toMatchObject({
            reason: { type: 'SERVICE_UNAVAILABLE', cause: failure },
          })
        }
        expect(library?.version, `at ${failAt}`).toBe(0)
        expect(kept, `at ${failAt}`).toEqual([])
        expect(await store.commit([insert('token', sampleRow('token'))])).toEqual({
          outcome: 'committed',
        })
      }
      expect(failed).toBeGreaterThan(10)
    },
  )

  it('at a query is told as unavailable', async () => {
    const { store, saboteur } = open()
    saboteur.before = () => {
      throw failures['a broken disk']
    }
    await expect(tokens(store)).rejects.toMatchObject({ type: 'SERVICE_UNAVAILABLE' })
    saboteur.before = () => {}
    expect(await tokens(store)).toEqual([])
  })

  it('by being locked for a while is waited for, queries and commits alike', async () => {
    const { store, saboteur } = open()
    let left = 5
    saboteur.before = (sql) => {
      const isTried = sql === 'begin immediate' || sql.startsWith('select')
      if (isTried && left-- > 0) throw sqliteError(5, 'database is locked')
    }
    const row = sampleRow('token')
    expect(await store.commit([insert('token', row)])).toEqual({ outcome: 'committed' })
    left = 3
    expect(await tokens(store)).toEqual([row.id])
  })

  it('by being locked for too long is given up, then tried anew', async () => {
    const { store, saboteur } = open(50)
    const busy = sqliteError(5, 'database is locked')
    saboteur.before = () => {
      throw busy
    }
    const unavailable = { type: 'SERVICE_UNAVAILABLE', cause: busy }
    const commit = store.commit([insert('token', sampleRow('token'))])
    await expect(commit).rejects.toMatchObject(unavailable)
    await expect(tokens(store)).rejects.toMatchObject(unavailable)
    saboteur.before = () => {}
    expect(await store.commit([insert('token', sampleRow('token'))])).toEqual({
      outcome: 'committed',
    })
    expect(await tokens(store)).toHaveLength(1)
  })
})

const openHeld = () => {
  const database = new DatabaseSync(':memory:')
  for (const { sql } of migrations) database.exec(sql)
  const saboteur = sabotage(database)
  const syncs: { end(): void; fail(error: Error): void }[] = []
  const log = createLogSync(
    () => new Promise((end, fail) => void syncs.push({ end: () => end(), fail })),
  )
  const driver = createSqliteDriver(saboteur.database, 200, log)
  return { store: createSqlStore(driver, sqliteDialect), saboteur, syncs }
}
const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate)
}

describe('commits whose log is synced beside the event loop', () => {
  it('are answered once a sync has ended that began after them; meanwhile others gather', async () => {
    const { store, saboteur, syncs } = openHeld()
    const answered: string[] = []
    const commit = async (name: string): Promise<void> => {
      await store.commit([insert('token', sampleRow('token'))])
      answered.push(name)
    }
    const first = commit('first')
    await turns()
    const second = commit('second')
    await turns()
    const third = commit('third')
    await turns()
    expect(answered).toEqual([])
    expect(count(saboteur, 'commit')).toBe(1)
    syncs[0]?.end()
    await first
    await turns()
    expect(answered).toEqual(['first'])
    expect(count(saboteur, 'commit')).toBe(2)
    syncs[1]?.end()
    await Promise.all([second, third])
    expect(syncs).toHaveLength(2)
  })

  it('are not seen before they are on disk', async () => {
    const { store, syncs } = openHeld()
    const row = sampleRow('token')
    const commit = store.commit([insert('token', row)])
    await turns()
    let seen: string[] | undefined
    const reading = tokens(store).then((ids) => void (seen = ids))
    await turns()
    expect(seen).toBeUndefined()
    syncs[0]?.end()
    await Promise.all([commit, reading])
    expect(seen).toEqual([row.id])
    expect(await tokens(store)).toEqual([row.id])
  })

  it('are refused, and so is whatever may have seen them, once a sync has failed', async () => {
    const { store, syncs } = openHeld()
    const refused = { type: 'SERVICE_UNAVAILABLE', cause: { message: 'the disk is gone' } }
    const commit = store.commit([insert('token', sampleRow('token'))])
    await turns()
    syncs[0]?.fail(new Error('the disk is gone'))
    await expect(commit).rejects.toMatchObject(refused)
    await expect(tokens(store)).rejects.toMatchObject(refused)
    const later = store.commit([insert('token', sampleRow('token'))])
    await expect(later).rejects.toMatchObject(refused)
    expect(syncs).toHaveLength(1)
  })
})
