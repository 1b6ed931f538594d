import { once } from 'node:events'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { setImmediate } from 'node:timers/promises'
import { insert } from '@accession/core/ports'
import { sampleRow } from '@accession/core/testing'
import { describe, expect, it } from 'vitest'
import { startProcess } from '../../test/start-process.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { createSqliteStore } from './create-sqlite-store.ts'
import type { SqliteStore } from './create-sqlite-store.ts'

/** Another process that holds a catalog's lock when told to. */
const startLocking = (path: string): ((command: 'lock' | 'unlock') => Promise<void>) => {
  const child = startProcess(new URL('../../test/locking-process.ts', import.meta.url), path)
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  return async (command) => {
    child.stdin.write(`${command}\n`)
    expect(await lines.next()).toEqual({ done: false, value: command })
  }
}

const tokens = (store: SqliteStore): Promise<string[]> =>
  store.ids('token', { where: { id: { moreThan: '' } }, limit: 100 })

describe('a second process on the same file', () => {
  it('is waited for, without holding up the event loop or readers', async () => {
    const path = join(temporaryFolder(), 'catalog.sqlite')
    await using store = await createSqliteStore({ path, patienceMs: 20_000 })
    const tell = startLocking(path)
    const rows = [sampleRow('token'), sampleRow('token')]
    await tell('lock')
    const delays = monitorEventLoopDelay({ resolution: 1 })
    delays.enable()
    const answered: unknown[] = []
    const commits = rows.map(async (row) => {
      const outcome = await store.commit([insert('token', row)])
      answered.push(outcome)
      return outcome
    })
    for (let turns = 0; turns < 300; turns++) {
      await setImmediate()
      expect(await tokens(store)).toEqual([])
    }
    expect(answered).toEqual([])
    delays.disable()
    await tell('unlock')
    expect(await Promise.all(commits)).toEqual([{ outcome: 'committed' }, { outcome: 'committed' }])
    expect(await tokens(store)).toEqual(rows.map(({ id }) => id))
    expect(delays.max / 1e6).toBeLessThan(5_000)
  })

  it('is given up when it holds the lock for too long, and nothing was done', async () => {
    const path = join(temporaryFolder(), 'catalog.sqlite')
    await using store = await createSqliteStore({ path, patienceMs: 100 })
    const tell = startLocking(path)
    await tell('lock')
    const refused = store.commit([insert('token', sampleRow('token'))])
    await expect(refused).rejects.toMatchObject({
      id: 'accession.service.store_locked',
      type: 'SERVICE_UNAVAILABLE',
      retryable: true,
      cause: { errcode: 5 },
    })
    await tell('unlock')
    expect(await tokens(store)).toEqual([])
    const row = sampleRow('token')
    expect(await store.commit([insert('token', row)])).toEqual({ outcome: 'committed' })
    expect(await tokens(store)).toEqual([row.id])
  })

  it('loses no update, and none of it is lost', async () => {
    const path = join(temporaryFolder(), 'catalog.sqlite')
    await using store = await createSqliteStore({ path })
    const library = sampleRow('library', { version: 0 })
    await store.commit([insert('library', library)])
    const counters = Array.from({ length: 3 }, () =>
      startProcess(
        new URL('../../test/counting-process.ts', import.meta.url),
        path,
        library.id,
        '40',
      ),
    )
    const codes = await Promise.all(counters.map(async (child) => (await once(child, 'exit'))[0]))
    expect(codes).toEqual([0, 0, 0])
    const [found] = await store.find('library', { where: { id: library.id }, limit: 1 })
    expect(found).toEqual({ ...library, version: 120, revision: 121 })
  }, 60_000)
})
