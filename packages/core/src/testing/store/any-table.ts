import type { Change } from '../../ports/changes.ts'
import type { TableName } from '../../ports/schema.ts'
import type { Store } from '../../ports/store.ts'
import type { AnyRow } from '../../ports/table-shape.ts'

/** A query on a table known only at run time. */
export interface AnyQuery {
  readonly where: object
  readonly orderBy?: string
  readonly limit?: number
}

/** The rows of such a table. */
export const findAny = async (
  store: Store,
  table: TableName,
  { limit = 1_000_000, ...query }: AnyQuery,
): Promise<AnyRow[]> =>
  (await store.find(table, { ...query, limit } as never)) as unknown as AnyRow[]

/** The row with this id, if there is one. */
export const findById = async (
  store: Store,
  table: TableName,
  id: string,
): Promise<AnyRow | undefined> => (await findAny(store, table, { where: { id } }))[0]

/** Every row of a table, by id. */
export const findEvery = (store: Store, table: TableName): Promise<AnyRow[]> =>
  findAny(store, table, { where: { id: { moreThan: '' } } })

/** Adds a row of such a table. */
export const insertAny = (table: TableName, row: AnyRow): Change =>
  ({ kind: 'insert', table, row }) as unknown as Change
