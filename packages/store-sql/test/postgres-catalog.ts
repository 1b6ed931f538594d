import { createDatabase } from '@accession/engines/postgres'
import type { PostgresDatabase } from '@accession/engines/postgres'
import { Client } from 'pg'
import { tableNames } from '@accession/core/ports'
import { afterAll, beforeAll } from 'vitest'
import { quoted } from '../src/names.ts'
import { createPostgresStore } from '../src/postgres/create-postgres-store.ts'
import type { PostgresStore, PostgresStoreOptions } from '../src/postgres/create-postgres-store.ts'

/** A catalog on PostgreSQL that the tests of a file share. */
export interface PostgresCatalog {
  readonly url: () => string
  /** The catalog without a row; what disposes of it leaves it for the next test. */
  readonly openEmpty: () => Promise<PostgresStore>
  /** Runs one statement beside the store. */
  readonly run: (sql: string) => Promise<readonly Record<string, unknown>[]>
}

const emptyAll = tableNames.map((table) => `delete from ${quoted(table)};`).join('')

/** Makes a database before the tests of a file, and removes it after them. */
export const sharedCatalog = (options: Partial<PostgresStoreOptions> = {}): PostgresCatalog => {
  let database: PostgresDatabase | undefined
  let store: PostgresStore | undefined
  let beside: Client | undefined

  beforeAll(async () => {
    database = await createDatabase()
    store = await createPostgresStore({ ...options, url: database.url })
    beside = new Client({ connectionString: database.url })
    await beside.connect()
  })
  afterAll(async () => {
    await store?.close()
    await beside?.end()
    await database?.drop()
  })

  const run = async (sql: string): Promise<readonly Record<string, unknown>[]> =>
    (await opened(beside).query<Record<string, unknown>>(sql)).rows

  return {
    url: () => opened(database).url,
    run,
    async openEmpty() {
      await run(emptyAll)
      return { ...opened(store), [Symbol.asyncDispose]: async () => undefined }
    },
  }
}

const opened = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('The catalog is opened before the tests')
  return value
}
