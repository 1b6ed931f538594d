import { tableNames } from '@accession/core/ports'
import type { D1Binding } from '../src/d1/d1-binding.ts'
import { d1Migrations } from '../src/d1/migrations.ts'
import { sqlName } from '../src/names.ts'

const migrated = new WeakSet<D1Binding>()

/** Brings a database's schema up to date, statement by statement as wrangler does. */
const migrateDatabase = async (database: D1Binding): Promise<void> => {
  const statements = d1Migrations.flatMap(({ sql }) => sql.split(/;\s*\n/))
  const wanted = statements.map((sql) => sql.trim()).filter((sql) => sql !== '')
  await database.batch(wanted.map((sql) => database.prepare(sql)))
}

/** A migrated database without rows. */
export const emptyDatabase = async (database: D1Binding): Promise<void> => {
  if (!migrated.has(database)) await migrateDatabase(database)
  migrated.add(database)
  await database.batch(
    tableNames.map((table) => database.prepare(`delete from "${sqlName(table)}"`)),
  )
}
