import { adjust, check, clear, insert, write } from '@accession/core/ports'
import type { Change } from '@accession/core/ports'
import { sampleRow } from '@accession/core/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startCountingProxy } from '../../test/counting-proxy.ts'
import type { CountingProxy } from '../../test/counting-proxy.ts'
import { sharedCatalog } from '../../test/postgres-catalog.ts'
import { createPostgresStore } from './create-postgres-store.ts'
import type { PostgresStore } from './create-postgres-store.ts'
import { createPostgresDriver } from './postgres-driver.ts'
import type { PostgresDriver } from './postgres-driver.ts'
import { createPostgresPool } from './postgres-pool.ts'

const catalog = sharedCatalog()

const openBehindProxy = async (): Promise<{ store: PostgresStore; proxy: CountingProxy }> => {
  await catalog.openEmpty()
  const proxy = await startCountingProxy(catalog.url())
  const store = await createPostgresStore({ url: proxy.url, poolSize: 1 })
  onTestFinished(() => store.close())
  await store.now()
  proxy.takeWaits()
  return { store, proxy }
}

it('a query waits for the network once, the first of its kind too', async () => {
  const { store, proxy } = await openBehindProxy()
  const query = { where: { id: { moreThan: '' } }, limit: 10 } as const
  const ask = [
    () => store.find('item', query),
    () => store.findWith('item', ['library'], query),
    () => store.ids('item', query),
    () => store.now(),
  ]
  for (const each of [...ask, ...ask]) {
    await each()
    expect(proxy.takeWaits()).toBe(1)
  }
})

it('a commit waits for the network once, whatever it holds and however it ends', async () => {
  const { store, proxy } = await openBehindProxy()
  const library = sampleRow('library')
  const item = sampleRow('item', { libraryId: library.id })
  const session = sampleRow('updateSession', { itemId: item.id, libraryId: library.id })
  const files = Array.from({ length: 200 }, (_, at) =>
    sampleRow('updateSessionFile', { sessionId: session.id, name: `file-${at}` }),
  )
  const commit = async (changes: readonly Change[], outcome: string): Promise<void> => {
    expect(await store.commit(changes)).toMatchObject({ outcome })
    expect(proxy.takeWaits()).toBe(1)
  }
  const rows = [insert('library', library), insert('item', item), insert('updateSession', session)]
  await commit([...rows, ...files.map((file) => insert('updateSessionFile', file))], 'committed')
  await commit(rows, 'taken')
  await commit([check('item', 'of nobody', {}), ...rows.slice(0, 1)], 'changed')
  await commit(
    [
      ...files.map((file) => write('updateSessionFile', file, { status: 'READY' })),
      check('item', item.id, { deletedAt: null }),
      adjust('library', library.id, { add: { version: 1 }, where: { deletedAt: null } }),
      write('updateSession', session, { state: 'DONE' }, { state: 'ACTIVE' }),
      insert('itemFile', sampleRow('itemFile', { itemId: item.id })),
      insert('itemFile', sampleRow('itemFile', { itemId: item.id, name: 'other' })),
    ],
    'committed',
  )
  await commit([clear('updateSessionFile', 'sessionId', session.id)], 'committed')
})

const openDriver = (): PostgresDriver => {
  const timeouts = { statementTimeoutMs: 20_000, connectionTimeoutMs: 20_000 }
  const driver = createPostgresDriver(
    createPostgresPool({ url: catalog.url(), poolSize: 1, ...timeouts, log: undefined }),
  )
  onTestFinished(() => driver.close())
  return driver
}

/** How many statements the server keeps ready on the connection. */
const prepared = async (driver: PostgresDriver): Promise<number> => {
  const [row] = await driver.all('select count(*) from pg_prepared_statements', [])
  return Number(row?.[0])
}

describe('a connection', () => {
  it('prepares a text once', async () => {
    const driver = openDriver()
    const before = await prepared(driver)
    for (let time = 0; time < 5; time++) {
      expect(await driver.all('select $1::bigint', [time])).toEqual([[time]])
    }
    expect(await prepared(driver)).toBe(before + 1)
  })

  it('forgets statements that were not used for long', async () => {
    const driver = openDriver()
    for (let text = 0; text < 700; text++) {
      expect(await driver.all(`select ${text}`, [])).toEqual([[text]])
    }
    expect(await prepared(driver)).toBeLessThanOrEqual(302)
  })

  it('serves on after a statement that is a mistake', async () => {
    const driver = openDriver()
    for (let time = 0; time < 3; time++) {
      await expect(driver.all('select no_such_column', [])).rejects.toMatchObject({ code: '42703' })
      await expect(driver.all('select $1::bigint', ['x'])).rejects.toMatchObject({ code: '22P02' })
      expect(await driver.all('select $1::bigint', [time])).toEqual([[time]])
    }
  })
})
