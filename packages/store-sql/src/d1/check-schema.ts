import { accessionError } from '@accession/core/errors'
import { migrations } from '../sqlite/migrations/index.ts'
import type { D1Binding } from './d1-binding.ts'
import { classified } from './errors.ts'

/**
 * Throws where the database's schema is not the one that this program knows; the error says what to
 * run. To be asked once by each isolate.
 */
export const checkD1Schema = async (database: D1Binding): Promise<void> => {
  const newest = migrations.at(-1)?.version ?? 0
  const version = await versionOf(database)
  if (version > newest) {
    throw accessionError('accession.service.catalog_too_new', ['D1', version, newest])
  }
  if (version < newest) {
    throw accessionError('accession.service.catalog_not_migrated', [version, newest])
  }
}

const versionOf = async (database: D1Binding): Promise<number> => {
  try {
    const [row] = await database.prepare('select max(version) from schema_version').raw()
    return Number((row as unknown[])[0])
  } catch (error) {
    if (error instanceof Error && error.message.includes('no such table')) return 0
    throw classified(error)
  }
}
