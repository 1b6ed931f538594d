import type { DatabaseSync } from 'node:sqlite'
import { accessionError } from '@accession/core/errors'
import type { Log } from '@accession/core/ports'
import { backUp } from './back-up.ts'
import type { Migration } from './migrations/index.ts'
import { withPatience } from './patience.ts'
import { rollBack } from './roll-back.ts'

export interface MigrateOptions {
  /** The steps, first to last. */
  readonly migrations: readonly Migration[]
  readonly patienceMs: number
  readonly log: Pick<Log, 'info'> | undefined
}

/**
 * Brings the catalog's schema up to date, in one transaction and only once however many processes
 * start. A catalog that was in use is backed up first.
 */
export const migrate = async (
  database: DatabaseSync,
  path: string,
  { migrations, patienceMs, log }: MigrateOptions,
): Promise<void> => {
  const newest = migrations.at(-1)?.version ?? 0
  if (currentVersion(database, path, newest) === newest) return
  await withPatience(patienceMs, () => database.exec('begin immediate'))
  try {
    const from = currentVersion(database, path, newest)
    if (from > 0 && from < newest) {
      const file = backUp(path, `${path}.before-schema-${newest}.backup`)
      log?.info('store.backed_up', { file, version: from })
    }
    for (const migration of migrations.slice(from)) apply(database, migration)
    database.exec('commit')
    if (from < newest) log?.info('store.migrated', { path, from, to: newest })
  } catch (error) {
    rollBack((sql) => database.exec(sql))
    throw error
  }
}

const apply = (database: DatabaseSync, { version, name, sql }: Migration): void => {
  database.exec(sql)
  if (version === 1) {
    database.exec(
      'create table schema_version (version integer not null primary key, name text not null, ' +
        'applied_at integer not null) strict',
    )
  }
  database
    .prepare('insert into schema_version (version, name, applied_at) values (?, ?, ?)')
    .run(version, name, Date.now())
}

/** The schema's version: 0 for an empty file; throws for one that is newer or not a catalog. */
const currentVersion = (database: DatabaseSync, path: string, newest: number): number => {
  const tables = database.prepare("select name from sqlite_schema where type = 'table'").all()
  if (tables.length === 0) return 0
  if (!tables.some(({ name }) => name === 'schema_version')) {
    throw accessionError('accession.service.catalog_foreign', [path])
  }
  const row = database.prepare('select max(version) as version from schema_version').get()
  const version = Number(row?.['version'])
  if (version > newest) {
    throw accessionError('accession.service.catalog_too_new', [path, version, newest])
  }
  return version
}
