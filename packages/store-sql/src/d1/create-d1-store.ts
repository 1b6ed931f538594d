import type { Query, Store, TableName } from '@accession/core/ports'
import { createSqlStore } from '../create-sql-store.ts'
import { sqliteDialect } from '../sqlite/dialect.ts'
import type { D1Binding } from './d1-binding.ts'
import { createD1Driver } from './d1-driver.ts'

export interface D1StoreOptions {
  /**
   * The binding itself, not one of its sessions: its queries all go to the primary database, so that
   * each sees every commit that was answered before. Replicas would not, without a bookmark that all
   * Workers share.
   */
  readonly database: D1Binding
}

/** Ids that are read at once: they come as one value, of which D1 allows 2 MB. */
const idsAtOnce = 20_000

/** A catalog in D1, whose migrations have been applied; holds nothing that belongs to one request. */
export const createD1Store = ({ database }: D1StoreOptions): Store => {
  const store = createSqlStore(createD1Driver(database), sqliteDialect)
  return { ...store, ids: (table, query) => idsInPages(store, table, query) }
}

/** Reads page by page, each after the last id of the one before. */
const idsInPages = async <T extends TableName>(
  store: Store,
  table: T,
  query: Query<T>,
): Promise<string[]> => {
  const { orderBy = 'id', limit } = query
  if (limit <= idsAtOnce || orderBy !== 'id') return store.ids(table, query)
  const found: string[] = []
  for (let where = query.where; ;) {
    const pageLimit = Math.min(idsAtOnce, limit - found.length)
    const page = await store.ids(table, { ...query, where, limit: pageLimit })
    found.push(...page)
    if (page.length < idsAtOnce || found.length === limit) return found
    where = { ...query.where, id: { moreThan: page.at(-1) } }
  }
}
