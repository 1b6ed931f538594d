import { accessionError } from '../errors/accession-error.ts'
import { insert } from '../ports/changes.ts'
import type { TableName, Tables } from '../ports/schema.ts'
import type { Store } from '../ports/store.ts'

/** Rows that one commit takes: well within what every engine takes in a statement. */
const rowsPerCommit = 500

/** Adds rows that are not there; throws where one is, or a key of it is taken. */
export const insertRows = async <T extends TableName>(
  store: Pick<Store, 'commit'>,
  table: T,
  rows: readonly Tables[T][],
): Promise<void> => {
  for (let start = 0; start < rows.length; start += rowsPerCommit) {
    const part = rows.slice(start, start + rowsPerCommit)
    const { outcome } = await store.commit(part.map((row) => insert(table, row)))
    if (outcome !== 'committed') throw accessionError('accession.service.restore_met_others', [])
  }
}
