import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import type { TableName } from '../ports/schema.ts'
import type { Query, Where } from '../ports/store.ts'
import type { World } from '../world.ts'

/** The ids of all rows that hold `where`, below no such parent; refuses more than one answer may list. */
export const listIds = async <T extends TableName>(
  { store }: Pick<World, 'store'>,
  table: T,
  where: Where<T>,
  notBelow: NonNullable<Query<T>['notBelow']> = {},
): Promise<string[]> =>
  withinListMax(await store.ids(table, { where, notBelow, limit: limits.listMax + 1 }))

/** A list as long as one answer may be; refuses a longer one. */
export const withinListMax = <Entry>(entries: Entry[]): Entry[] => {
  if (entries.length <= limits.listMax) return entries
  throw accessionError('accession.argument.list_too_long', [limits.listMax])
}
