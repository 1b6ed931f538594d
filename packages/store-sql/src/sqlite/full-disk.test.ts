import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { insert } from '@accession/core/ports'
import { sampleRow } from '@accession/core/testing'
import { describe, expect, it } from 'vitest'
import { smallFileSystem } from '../../test/small-file-system.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { createSqlStore } from '../create-sql-store.ts'
import { createSqliteStore } from './create-sqlite-store.ts'
import { sqliteDialect } from './dialect.ts'
import { migrate } from './migrate.ts'
import { migrations } from './migrations/index.ts'
import { openDatabase } from './open-database.ts'
import { createSqliteDriver } from './sqlite-driver.ts'

describe('a file that cannot grow or be written', () => {
  it.each([
    {
      name: 'full',
      limit: 'pragma max_page_count = 70',
      lift: 'pragma max_page_count = 10000',
      errcode: 13,
    },
    {
      name: 'read-only',
      limit: 'pragma query_only = on',
      lift: 'pragma query_only = off',
      errcode: 8,
    },
  ])('is told as unavailable while it is $name', async ({ limit, lift, errcode }) => {
    const path = join(temporaryFolder(), 'catalog.sqlite')
    using database = await openDatabase(path, 100)
    await migrate(database, path, { migrations, patienceMs: 100, log: undefined })
    const store = createSqlStore(createSqliteDriver(database, 100), sqliteDialect)
    const small = sampleRow('setting')
    const large = sampleRow('setting', { value: 'x'.repeat(1_000_000) })
    await store.commit([insert('setting', small)])
    database.exec(limit)
    await expect(store.commit([insert('setting', large)])).rejects.toMatchObject({
      type: 'SERVICE_UNAVAILABLE',
      cause: { errcode },
    })
    const all = { where: { id: { moreThan: '' } }, limit: 9 } as const
    expect(await store.find('setting', all)).toEqual([small])
    database.exec(lift)
    expect(await store.commit([insert('setting', large)])).toEqual({ outcome: 'committed' })
    expect(await store.find('setting', all)).toEqual([small, large])
  })

  it('is told as unavailable while the disk is full, and lives on', async ({ skip }) => {
    const folder = smallFileSystem(3_000_000)
    if (folder === undefined) return skip('no file system to fill')
    const path = join(folder, 'catalog.sqlite')
    const ballast = join(folder, 'ballast')
    writeFileSync(ballast, Buffer.alloc(1_000_000))
    const store = await createSqliteStore({ path })
    const kept: string[] = []
    const fill = async (): Promise<void> => {
      for (;;) {
        const row = sampleRow('setting', { value: 'x'.repeat(50_000) })
        await store.commit([insert('setting', row)])
        kept.push(row.id)
      }
    }
    await expect(fill()).rejects.toMatchObject({ type: 'SERVICE_UNAVAILABLE' })
    const all = { where: { id: { moreThan: '' } }, limit: 1000 } as const
    expect(kept.length).toBeGreaterThan(1)
    expect(await store.ids('setting', all)).toEqual(kept)
    rmSync(ballast)
    const row = sampleRow('setting')
    expect(await store.commit([insert('setting', row)])).toEqual({ outcome: 'committed' })
    await store.close()
    await using again = await createSqliteStore({ path })
    expect(await again.ids('setting', all)).toEqual([...kept, row.id])
    return undefined
  })
})
