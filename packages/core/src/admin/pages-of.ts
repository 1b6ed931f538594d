import type { TableName, Tables } from '../ports/schema.ts'
import type { Query, Store } from '../ports/store.ts'

const pageRows = 1_000

/**
 * Every row of a table by id, page after page, each as it is when its page is read; what is added
 * behind the page that was read last is passed over.
 */
export async function* pagesOf<T extends TableName>(
  { find }: Pick<Store, 'find'>,
  table: T,
): AsyncGenerator<readonly Tables[T][], void, undefined> {
  for (let after = '', isLast = false; !isLast;) {
    const where = { id: { moreThan: after } } as unknown as Query<T>['where']
    const rows = await find(table, { where, limit: pageRows })
    isLast = rows.length < pageRows
    after = rows.at(-1)?.id ?? after
    if (rows.length > 0) yield rows
  }
}
