import { createDatabase, runSql } from '@accession/engines/postgres'
import type { PostgresDatabase } from '@accession/engines/postgres'
import { Client } from 'pg'
import { insert } from '@accession/core/ports'
import { createTestLog, sampleRow } from '@accession/core/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { databaseName } from './connection-options.ts'
import { createPostgresStore } from './create-postgres-store.ts'
import { migrate } from './migrate.ts'
import { migrations } from './migrations.ts'

const next = migrations.length + 1
const better = {
  version: next,
  name: 'better',
  sql: "create table better (id text); update setting set value = value || ' better';",
}
const broken = {
  version: next,
  name: 'broken',
  sql: 'create table better (id text); delete from setting; select no_such_column from setting;',
}

const newDatabase = async (): Promise<PostgresDatabase> => {
  const database = await createDatabase()
  onTestFinished(() => database.drop())
  return database
}

/** A catalog of this program's schema, in use. */
const usedCatalog = async (): Promise<string> => {
  const { url } = await newDatabase()
  await using store = await createPostgresStore({ url })
  await store.commit([insert('setting', sampleRow('setting', { id: 'key', value: 'good' }))])
  return url
}

const connect = async (url: string): Promise<Client> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  onTestFinished(() => client.end())
  return client
}

const valueIn = async (url: string): Promise<unknown> =>
  (await runSql(url, 'select value from setting'))[0]?.['value']

const versionIn = async (url: string): Promise<number> =>
  Number((await runSql(url, 'select max(version) as version from schema_version'))[0]?.['version'])

const options = { name: 'test', log: undefined }

describe('migrations', () => {
  it('make a new catalog, once, however many nodes start', async () => {
    const { url } = await newDatabase()
    const log = createTestLog()
    const stores = await Promise.all(
      Array.from({ length: 12 }, () => createPostgresStore({ url, poolSize: 2, log })),
    )
    for (const store of stores) {
      onTestFinished(() => store.close())
      expect(await store.ids('user', { where: { nameKey: 'a' }, limit: 1 })).toEqual([])
    }
    expect(await versionIn(url)).toBe(migrations.length)
    const told = { database: databaseName(url), from: 0, to: migrations.length }
    expect(log.lines).toEqual([{ level: 'info', event: 'store.migrated', fields: told }])
  })

  it('change a catalog in use once', async () => {
    const url = await usedCatalog()
    const clients = await Promise.all([connect(url), connect(url), connect(url)])
    const all = [...migrations, better]
    await Promise.all(clients.map((client) => migrate(client, { ...options, migrations: all })))
    expect(await valueIn(url)).toBe('good better')
    expect(await versionIn(url)).toBe(next)
  })

  it('that fail change nothing, and can be tried again', async () => {
    const url = await usedCatalog()
    const client = await connect(url)
    const failing = migrate(client, { ...options, migrations: [...migrations, broken] })
    await expect(failing).rejects.toThrow('no_such_column')
    expect(await valueIn(url)).toBe('good')
    expect(await versionIn(url)).toBe(migrations.length)
    await migrate(client, { ...options, migrations: [...migrations, better] })
    expect(await valueIn(url)).toBe('good better')
  })

  it('refuse a catalog that is newer than the program', async () => {
    const url = await usedCatalog()
    await migrate(await connect(url), { ...options, migrations: [...migrations, better] })
    await expect(createPostgresStore({ url })).rejects.toMatchObject({
      id: 'accession.service.catalog_too_new',
      args: [databaseName(url), String(next), String(migrations.length)],
      retryable: false,
    })
    expect(await valueIn(url)).toBe('good better')
  })

  it.each([
    'create table notes (a int)',
    'create table schema_version (version text)',
    "create table schema_version (version int, name text); insert into schema_version values (1, 'x')",
    'create table schema_version (installed_rank int, script text)',
  ])('refuse a database that is not a catalog: %s', async (sql) => {
    const { url } = await newDatabase()
    await runSql(url, sql)
    await expect(createPostgresStore({ url })).rejects.toMatchObject({
      id: 'accession.service.catalog_foreign',
      args: [databaseName(url)],
    })
    const tables = "select count(*)::int as count from pg_tables where schemaname = 'public'"
    expect(await runSql(url, tables)).toEqual([{ count: 1 }])
  })

  it('leave what is another schema alone, and need none of its own', async () => {
    const { url } = await newDatabase()
    await runSql(url, 'create schema other; create table other.notes (a int)')
    await using store = await createPostgresStore({ url })
    expect(await store.ids('user', { where: { nameKey: 'a' }, limit: 1 })).toEqual([])
  })
})
