import { inspect } from 'node:util'
import { startPostgres } from '@accession/engines/postgres'
import type { PostgresServer } from '@accession/engines/postgres'
import { Client } from 'pg'
import { adjust, insert } from '@accession/core/ports'
import type { Store } from '@accession/core/ports'
import { createTestLog, sampleRow, scale } from '@accession/core/testing'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { sharedCatalog } from '../../test/postgres-catalog.ts'
import { createPostgresStore } from './create-postgres-store.ts'
import type { PostgresStore, PostgresStoreOptions } from './create-postgres-store.ts'

const short = { connectionTimeoutMs: 700, statementTimeoutMs: 900 }
const unavailable = {
  id: 'accession.service.store_failing',
  type: 'SERVICE_UNAVAILABLE',
  retryable: true,
}
const all = { where: { id: { moreThan: '' } }, limit: 1_000_000 } as const
const terminate =
  'select count(pg_terminate_backend(pid)) from pg_stat_activity ' +
  "where application_name = 'accession' and datname = current_database()"
const lockWaiters =
  "select pid from pg_stat_activity where wait_event_type = 'Lock' " +
  'and datname = current_database()'

const openStore = async (options: PostgresStoreOptions): Promise<PostgresStore> => {
  const store = await createPostgresStore(options)
  onTestFinished(() => store.close())
  return store
}

describe('connections', () => {
  const catalog = sharedCatalog()

  /** Keeps every catalog table from being written until it is called. */
  const lockTables = async (): Promise<() => Promise<void>> => {
    const holder = new Client({ connectionString: catalog.url() })
    await holder.connect()
    onTestFinished(() => holder.end())
    await holder.query('begin; lock table token in access exclusive mode')
    return async () => {
      await holder.query('commit')
    }
  }

  const waitingForLocks = async (): Promise<number> => (await catalog.run(lockWaiters)).length

  it('that break, in use or not, are not noticed by reads', async () => {
    const log = createTestLog()
    const store = await openStore({ url: catalog.url(), log })
    const lost = () => log.lines.filter(({ event }) => event === 'store.connection_lost').length
    const row = sampleRow('token')
    await store.commit([insert('token', row)])
    await catalog.run(terminate)
    await expect.poll(lost, { timeout: 10_000 }).toBeGreaterThan(0)
    expect(await store.ids('token', all)).toContain(row.id)
    for (let round = 0; round < 5; round++) {
      const read = store.ids('token', all)
      await catalog.run(terminate)
      expect(await read).toContain(row.id)
      expect(await store.ids('token', all)).toContain(row.id)
    }
  })

  it('are waited for while all are in use, and for so long at most', async () => {
    await using empty = await catalog.openEmpty()
    const patient = await openStore({ url: catalog.url(), poolSize: 2 })
    const unlock = await lockTables()
    const rows = Array.from({ length: 20 }, () => sampleRow('token'))
    const commits = Promise.all(rows.map((row) => patient.commit([insert('token', row)])))
    await expect.poll(waitingForLocks).toBe(2)
    await unlock()
    await commits
    expect(await empty.ids('token', all)).toHaveLength(20)

    const store = await openStore({ url: catalog.url(), poolSize: 2, ...short })
    const lockAgain = await lockTables()
    const refused = rows.slice(0, 4).map(() => store.commit([insert('token', sampleRow('token'))]))
    const outcomes = await Promise.allSettled(refused)
    await lockAgain()
    for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: unavailable })
    expect(await empty.ids('token', all)).toHaveLength(20)
  })

  it('end what takes too long, and serve again', async () => {
    await using empty = await catalog.openEmpty()
    const store = await openStore({ url: catalog.url(), poolSize: 1, statementTimeoutMs: 500 })
    const unlock = await lockTables()
    await expect(store.ids('token', all)).rejects.toMatchObject({
      ...unavailable,
      cause: { code: expect.stringMatching(/^(57014|55P03)$/) as string },
    })
    await expect(store.commit([insert('token', sampleRow('token'))])).rejects.toMatchObject(
      unavailable,
    )
    await unlock()
    const row = sampleRow('token')
    expect(await store.commit([insert('token', row)])).toEqual({ outcome: 'committed' })
    expect(await empty.ids('token', all)).toEqual([row.id])
  })

  it('answer what was asked before they are closed, and refuse what comes after', async () => {
    await using empty = await catalog.openEmpty()
    const store = await createPostgresStore({ url: catalog.url(), poolSize: 2 })
    const rows = Array.from({ length: 9 }, () => sampleRow('token'))
    const asked = Promise.all(rows.map((row) => store.commit([insert('token', row)])))
    await Promise.all([store.close(), store.close()])
    expect(await asked).toHaveLength(9)
    await expect(store.ids('token', all)).rejects.toMatchObject(unavailable)
    await expect(store.now()).rejects.toMatchObject(unavailable)
    const late = store.commit([insert('token', sampleRow('token'))])
    await expect(late).rejects.toMatchObject(unavailable)
    expect(await empty.ids('token', all)).toHaveLength(9)
  })

  it('say who they are', async () => {
    await openStore({ url: catalog.url() }).then((store) => store.now())
    const names = await catalog.run(
      'select distinct application_name as name from pg_stat_activity ' +
        "where datname = current_database() and application_name <> ''",
    )
    expect(names).toEqual([{ name: 'accession' }])
  })

  it('tell the time of the database', async () => {
    const store = await openStore({ url: catalog.url() })
    const before = await store.now()
    const [row = {}] = await catalog.run('select clock_timestamp() as now')
    const after = await store.now()
    const now = (row['now'] as Date).getTime()
    expect(Number.isInteger(before)).toBe(true)
    expect(before).toBeLessThanOrEqual(now + 1)
    expect(after).toBeGreaterThanOrEqual(now)
  })
})

describe('a server that cannot be reached, or refuses', () => {
  const secret = 'not-for-anybody'

  it.each([
    `postgres://someone:${secret}@127.0.0.1:1/catalog`,
    `postgres://someone:${secret}@localhost/catalog?host=/no/such/folder`,
    `postgres://someone:${secret}@no-such-host.invalid/catalog`,
  ])('is told as unavailable, without the password', async (url) => {
    const log = createTestLog()
    const error: unknown = await createPostgresStore({ url, log }).catch(
      (reason: unknown) => reason,
    )
    expect(error).toMatchObject(unavailable)
    const seen = inspect([error, log.lines], { depth: 20, showHidden: true })
    expect(seen).not.toContain(secret)
  })

  it('and a URL that is none are told without the password', async () => {
    const url = `postgres://someone:${secret}@host:port:1/x`
    const error: unknown = await createPostgresStore({ url }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(Error)
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(secret)
  })
})

/** Commits pairs until the store fails or the time is over; the pairs that were acknowledged. */
const writePairs = async (store: Store, libraryId: string, until: number): Promise<string[]> => {
  const kept: string[] = []
  while (performance.now() < until) {
    const userId = crypto.randomUUID()
    const pair = [sampleRow('token', { userId }), sampleRow('token', { userId })]
    const changes = [
      ...pair.map((row) => insert('token', row)),
      adjust('library', libraryId, { add: { version: 1 }, where: {} }),
    ]
    try {
      await store.commit(changes)
      kept.push(userId)
    } catch (error) {
      expect(error).toMatchObject(unavailable)
    }
  }
  return kept
}

describe('a server that is killed', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres({ maxConnections: 60 })
  })
  afterAll(() => server.stop())

  it.each([
    { what: 'its connections', harm: () => server.killBackends() },
    { what: 'all of it', harm: () => server.crash().then(() => server.restart()) },
    { what: 'nothing: it is restarted', harm: () => server.restart() },
  ])('loses nothing acknowledged, and leaves nothing half: $what', async ({ harm }) => {
    await using database = await server.createDatabase()
    const stores = [1, 2].map(() => openStore({ url: database.url, poolSize: 4 }))
    const [store, other] = (await Promise.all(stores)) as [PostgresStore, PostgresStore]
    const library = sampleRow('library', { version: 0 })
    await store.commit([insert('library', library)])
    const until = performance.now() + scale(600, 10_000)
    const writers = Array.from({ length: 8 }, (_, at) =>
      writePairs(at % 2 === 0 ? store : other, library.id, until),
    )
    for (let time = 0; time < scale(1, 20); time++) {
      await new Promise((resolve) => setTimeout(resolve, 200))
      await harm()
    }
    const acknowledged = (await Promise.all(writers)).flat()
    const again = await openStore({ url: database.url })
    await expect
      .poll(() => again.ids('library', all).catch(() => []), { timeout: 20_000 })
      .toEqual([library.id])
    const tokens = await again.find('token', all)
    const count = new Map<string, number>()
    for (const { userId } of tokens) count.set(userId, (count.get(userId) ?? 0) + 1)
    expect([...count.values()].filter((each) => each !== 2)).toEqual([])
    expect(acknowledged.filter((userId) => !count.has(userId))).toEqual([])
    expect(acknowledged.length).toBeGreaterThan(0)
    const [found] = await again.find('library', { where: { id: library.id }, limit: 1 })
    expect(found?.version).toBe(count.size)
    for (const each of [store, other]) expect(await each.ids('library', all)).toEqual([library.id])
  })

  it('is unavailable while it is down, and serves again without a new start', async () => {
    await using database = await server.createDatabase()
    const store = await openStore({ url: database.url })
    const row = sampleRow('token')
    await store.commit([insert('token', row)])
    await server.crash()
    await expect(store.ids('token', all)).rejects.toMatchObject(unavailable)
    await expect(store.commit([insert('token', sampleRow('token'))])).rejects.toMatchObject(
      unavailable,
    )
    await server.restart()
    expect(await store.ids('token', all)).toEqual([row.id])
    const next = sampleRow('token')
    expect(await store.commit([insert('token', next)])).toEqual({ outcome: 'committed' })
  })

  it('tells a server without a connection left as unavailable', async () => {
    await using database = await server.createDatabase()
    const store = await openStore({ url: database.url, poolSize: 100 })
    const calls = Array.from({ length: 100 }, () => store.ids('token', all))
    const outcomes = await Promise.allSettled(calls)
    const refused = outcomes.filter(({ status }) => status === 'rejected')
    expect(refused.length).toBeGreaterThan(0)
    for (const outcome of refused) {
      expect(outcome).toMatchObject({ reason: { ...unavailable, cause: { code: '53300' } } })
    }
    expect(await store.ids('token', all)).toEqual([])
    await store.close()
  })
})
