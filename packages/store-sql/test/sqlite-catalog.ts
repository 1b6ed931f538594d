import { tableNames } from '@accession/core/ports'
import type { Store } from '@accession/core/ports'
import { afterAll } from 'vitest'
import { createSqlStore } from '../src/create-sql-store.ts'
import { quoted } from '../src/names.ts'
import { sqliteDialect } from '../src/sqlite/dialect.ts'
import { migrate } from '../src/sqlite/migrate.ts'
import { migrations } from '../src/sqlite/migrations/index.ts'
import { inMemory, openDatabase } from '../src/sqlite/open-database.ts'
import { createSqliteDriver } from '../src/sqlite/sqlite-driver.ts'

const emptyAll = tableNames.map((table) => `delete from ${quoted(table)};`).join('')
const patienceMs = 5000

/**
 * A catalog in memory that the tests of a file share: its schema takes longer to make than most of them
 * to run. It answers the store without a row; what disposes of that leaves it for the next test.
 */
export const sharedSqliteCatalog = async (): Promise<() => Promise<Store & AsyncDisposable>> => {
  const database = await openDatabase(inMemory, patienceMs)
  afterAll(() => database.close())
  await migrate(database, inMemory, { migrations, patienceMs, log: undefined })
  const driver = createSqliteDriver(database, patienceMs, undefined)
  const store = createSqlStore(driver, sqliteDialect)
  // What was asked is answered first, as when a catalog is closed.
  const settle = async (): Promise<void> => void (await driver.batch([]))
  return async () => {
    await settle()
    database.exec(emptyAll)
    return { ...store, [Symbol.asyncDispose]: settle }
  }
}
