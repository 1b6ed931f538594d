import { DatabaseSync } from 'node:sqlite'
import type { CatalogSnapshot } from '@accession/core/ports'
import { createSqlSnapshot } from '../sql-snapshot.ts'
import { sqliteDialect } from './dialect.ts'
import { classified } from './errors.ts'
import { inMemory } from './open-database.ts'
import { withPatience } from './patience.ts'
import { createSqliteDriver } from './sqlite-driver.ts'

/** The catalog as it is now: a connection of its own, whose one transaction sees no later commit. */
export const readSnapshot = async (path: string, patienceMs: number): Promise<CatalogSnapshot> => {
  if (path === inMemory) throw new TypeError('A catalog in memory has no snapshots')
  const reader = new DatabaseSync(path, { readOnly: true })
  try {
    reader.exec('begin')
    // The transaction's instant is that of its first read.
    const first = reader.prepare('select max(version) from schema_version')
    await withPatience(patienceMs, () => first.get())
  } catch (error) {
    reader.close()
    throw classified(error)
  }
  let isOpen = true
  return createSqlSnapshot(createSqliteDriver(reader, patienceMs), sqliteDialect, async () => {
    if (isOpen) reader.close()
    isOpen = false
  })
}
