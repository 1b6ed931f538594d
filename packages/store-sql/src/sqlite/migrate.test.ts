import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { insert } from '@accession/core/ports'
import { sampleRow } from '@accession/core/testing'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { createSqliteStore } from './create-sqlite-store.ts'
import { migrate } from './migrate.ts'
import { migrations } from './migrations/index.ts'
import type { Migration } from './migrations/index.ts'
import { openDatabase } from './open-database.ts'

const next = migrations.length + 1
const better: Migration = {
  version: next,
  name: 'better',
  sql: 'create table better (id text) strict; update setting set value = value || $$ better$$;'.replaceAll(
    '$$',
    "'",
  ),
}
const broken: Migration = {
  version: next,
  name: 'broken',
  sql: 'create table better (id text) strict; delete from setting; select no_such_column from setting;',
}

const options = { patienceMs: 2000, log: undefined }

/** A catalog of this program's schema, in use. */
const usedCatalog = async (): Promise<{ path: string; backup: string }> => {
  const path = join(temporaryFolder(), "it's a catalog.sqlite")
  await using store = await createSqliteStore({ path })
  await store.commit([insert('setting', sampleRow('setting', { id: 'key', value: 'good' }))])
  return { path, backup: `${path}.before-schema-${next}.backup` }
}

const valueIn = (path: string): unknown => {
  using database = new DatabaseSync(path, { readOnly: true })
  return database.prepare('select value from setting').get()?.['value']
}

const versionIn = (path: string): unknown => {
  using database = new DatabaseSync(path, { readOnly: true })
  return database.prepare('select max(version) as version from schema_version').get()?.['version']
}

describe('migrations', () => {
  it('make a new catalog, without a backup', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'catalog.sqlite')
    const told: unknown[] = []
    const log = { info: (...line: unknown[]) => void told.push(line) }
    await using store = await createSqliteStore({ path, log })
    expect(await store.ids('user', { where: { nameKey: 'a' }, limit: 1 })).toEqual([])
    expect(versionIn(path)).toBe(migrations.length)
    expect(told).toEqual([['store.migrated', { path, from: 0, to: migrations.length }]])
    expect(readdirSync(folder).filter((name) => name.includes('backup'))).toEqual([])
  })

  it('back up a catalog in use, then change it', async () => {
    const { path, backup } = await usedCatalog()
    using database = await openDatabase(path, 100)
    const told: unknown[] = []
    const log = { info: (...line: unknown[]) => void told.push(line) }
    await migrate(database, path, { ...options, migrations: [...migrations, better], log })
    expect(valueIn(path)).toBe('good better')
    expect(versionIn(path)).toBe(next)
    expect(valueIn(backup)).toBe('good')
    expect(versionIn(backup)).toBe(migrations.length)
    expect(existsSync(`${backup}.partial`)).toBe(false)
    expect(told).toEqual([
      ['store.backed_up', { file: backup, version: migrations.length }],
      ['store.migrated', { path, from: migrations.length, to: next }],
    ])
  })

  it('happen once', async () => {
    const { path } = await usedCatalog()
    const all = [...migrations, better]
    const databases = await Promise.all([openDatabase(path, 100), openDatabase(path, 100)])
    await Promise.all(
      databases.map((database) => migrate(database, path, { ...options, migrations: all })),
    )
    for (const database of databases) database.close()
    expect(valueIn(path)).toBe('good better')
  })

  it('that fail change nothing, and can be tried again', async () => {
    const { path, backup } = await usedCatalog()
    using database = await openDatabase(path, 100)
    const withBroken = { ...options, migrations: [...migrations, broken] }
    await expect(migrate(database, path, withBroken)).rejects.toThrow('no_such_column')
    expect(valueIn(path)).toBe('good')
    expect(versionIn(path)).toBe(migrations.length)
    await migrate(database, path, { ...options, migrations: [...migrations, better] })
    expect(valueIn(path)).toBe('good better')
    expect(valueIn(backup)).toBe('good')
  })

  it('refuse a catalog that is newer than the program', async () => {
    const { path } = await usedCatalog()
    using database = await openDatabase(path, 100)
    await migrate(database, path, { ...options, migrations: [...migrations, better] })
    await expect(createSqliteStore({ path })).rejects.toMatchObject({
      id: 'accession.service.catalog_too_new',
      args: [path, String(next), String(migrations.length)],
      retryable: false,
    })
    expect(valueIn(path)).toBe('good better')
  })

  it('refuse a database that is not a catalog', async () => {
    const path = join(temporaryFolder(), 'other.sqlite')
    using database = new DatabaseSync(path)
    database.exec('create table notes (text); insert into notes values (1)')
    await expect(createSqliteStore({ path })).rejects.toMatchObject({
      id: 'accession.service.catalog_foreign',
      args: [path],
    })
    expect(database.prepare('select count(*) as count from sqlite_schema').get()).toEqual({
      count: 1,
    })
  })
})
