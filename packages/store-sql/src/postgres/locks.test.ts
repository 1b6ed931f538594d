import { Client } from 'pg'
import { adjust, check, clear, insert, write } from '@accession/core/ports'
import type { Change, CommitOutcome, Item, Store } from '@accession/core/ports'
import { sampleRow, scale } from '@accession/core/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { sharedCatalog } from '../../test/postgres-catalog.ts'
import { createSqlStore } from '../create-sql-store.ts'
import type { Dialect } from '../dialect.ts'
import { postgresDialect } from './dialect.ts'
import { createPostgresDriver } from './postgres-driver.ts'
import { createPostgresPool } from './postgres-pool.ts'

const catalog = sharedCatalog()

/** A store of another node, perhaps with a rule of locking left out. */
const openWith = (changed: Partial<Dialect> = {}): Store => {
  const url = new URL(catalog.url())
  url.searchParams.set('options', '-c deadlock_timeout=50ms')
  const pool = createPostgresPool({
    url: url.href,
    poolSize: 4,
    statementTimeoutMs: 20_000,
    connectionTimeoutMs: 20_000,
    log: undefined,
  })
  const driver = createPostgresDriver(pool)
  onTestFinished(() => driver.close())
  return createSqlStore(driver, { ...postgresDialect, ...changed })
}

const waiting = async (): Promise<number> => {
  const sql =
    "select count(*)::int as waiting from pg_stat_activity where wait_event_type = 'Lock' " +
    'and datname = current_database()'
  const [row] = await catalog.run(sql)
  return Number(row?.['waiting'])
}

/**
 * Holds rows locked until commits, asked one after the other, have come as far as they can: so many
 * wait for a lock then, or the last one is answered.
 */
const whileHeld = async (
  lock: string,
  commits: readonly (() => Promise<CommitOutcome>)[],
  waits: readonly (number | 'answered')[],
): Promise<readonly CommitOutcome[]> => {
  const holder = new Client({ connectionString: catalog.url() })
  await holder.connect()
  try {
    await holder.query(`begin; ${lock}`)
    const asked: Promise<CommitOutcome>[] = []
    for (const [index, commit] of commits.entries()) {
      asked.push(commit())
      if (waits[index] === 'answered') await asked[index]
      else await expect.poll(waiting, { interval: 5, timeout: 20_000 }).toBe(waits[index])
    }
    await holder.query('commit')
    return await Promise.all(asked)
  } finally {
    await holder.end()
  }
}

const committed = { outcome: 'committed' }

const reliedOnAndWritten = async (
  store: Store,
  waits: readonly (number | 'answered')[],
): Promise<readonly unknown[]> => {
  await catalog.openEmpty()
  const [item, library] = [sampleRow('item'), sampleRow('library')]
  await store.commit([insert('item', item), insert('library', library)])
  return whileHeld(
    'select 1 from library for update',
    [
      () =>
        store.commit([
          check('item', item.id, { deletedAt: null }),
          write('library', library, { deletedAt: 1 }),
        ]),
      () =>
        store.commit([
          write('item', item, { deletedAt: 1 }),
          check('library', library.id, { deletedAt: null }),
        ]),
    ],
    waits,
  )
}

const changedInAnotherOrder = async (
  store: Store,
  waits: readonly number[],
): Promise<readonly CommitOutcome[]> => {
  await catalog.openEmpty()
  const [held, first, second] = ['1', '2', '3'].map((id) => sampleRow('item', { id })) as [
    Item,
    Item,
    Item,
  ]
  await store.commit([held, first, second].map((row) => insert('item', row)))
  const up = { add: { size: 1 }, where: {} }
  return whileHeld(
    "select 1 from item where id = '1' for update",
    [
      [first, second],
      [second, first],
    ].map(
      ([one, other]) =>
        () =>
          store.commit([
            write('item', one as Item, { name: 'x' }),
            adjust('item', held.id, up),
            adjust('item', other?.id ?? '', up),
          ]),
    ),
    waits,
  )
}

describe('two commits, each relying on what the other writes', () => {
  it('have one winner, since what is relied on is locked', async () => {
    expect(await reliedOnAndWritten(openWith(), [1, 2])).toEqual([
      committed,
      { outcome: 'changed', table: 'library' },
    ])
  })

  it('would both win without that lock', async () => {
    expect(await reliedOnAndWritten(openWith({ holding: '' }), [1, 'answered'])).toEqual([
      committed,
      committed,
    ])
  })
})

describe('two commits that change the same rows in another order', () => {
  it('come one after the other, since rows are locked by id', async () => {
    expect(await changedInAnotherOrder(openWith(), [1, 2])).toEqual([committed, committed])
  })

  it('would deadlock without that order, which means: read again', async () => {
    const outcomes = await changedInAnotherOrder(openWith({ lockRows: undefined }), [1, 2])
    expect(outcomes.filter(({ outcome }) => outcome === 'committed')).toHaveLength(1)
    expect(outcomes).toContainEqual({ outcome: 'changed', table: 'item' })
  })
})

it('never deadlock, whatever rows they change, rely on and clear', async () => {
  await using store = await catalog.openEmpty()
  const other = openWith()
  const library = sampleRow('library', { version: 0 })
  const items = ['a', 'b', 'c', 'd', 'e', 'f'].map((nameKey) =>
    sampleRow('item', { libraryId: library.id, nameKey }),
  )
  const sessions = items.map(({ id }) => sampleRow('updateSession', { itemId: id }))
  const files = sessions.flatMap(({ id }) =>
    ['c', 'a', 'b'].map((name) => sampleRow('updateSessionFile', { sessionId: id, name })),
  )
  const all = await store.commit([
    insert('library', library),
    ...items.map((row) => insert('item', row)),
    ...sessions.map((row) => insert('updateSession', row)),
    ...files.map((row) => insert('updateSessionFile', row)),
  ])
  expect(all).toEqual(committed)
  let seed = 7
  const chance = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below
  const some = <T>(rows: readonly T[]): readonly T[] => rows.filter(() => chance(2) === 0)
  const changesOf = (): readonly Change[] => {
    const changes = [
      adjust('library', library.id, { add: { version: 1 } }),
      ...some(items).map(({ id }) =>
        chance(3) === 0
          ? check('item', id, { libraryId: library.id })
          : adjust('item', id, { add: { size: 1 }, where: {} }),
      ),
      ...some(files).map(({ id }) =>
        adjust('updateSessionFile', id, { add: { bytesTransferred: 1 } }),
      ),
      ...some(sessions)
        .filter(() => chance(4) === 0)
        .map(({ id }) => clear('updateSessionFile', 'sessionId', id)),
    ]
    return changes.toSorted(() => chance(3) - 1)
  }
  const times = scale(100, 5000)
  const outcomes = await Promise.all(
    Array.from({ length: times }, (_, at) => (at % 2 === 0 ? store : other).commit(changesOf())),
  )
  expect(outcomes.filter(({ outcome }) => outcome !== 'committed')).toEqual([])
  const [found] = await store.find('library', { where: { id: library.id }, limit: 1 })
  expect(found?.version).toBe(times)
})
