import type { Statement } from '../driver.ts'
import { createTextCache } from '../text-cache.ts'
import type { SentStatement } from './pipeline.ts'

/** Makes a commit's statement one that fails the commit itself where it misses its rows. */
export const createGuard = (): ((statement: Statement) => SentStatement) => {
  const texts = createTextCache<string>()
  return ({ sql, params, hits, counted }) => {
    if (hits === null) return { sql, params }
    const hitsAt = `$${params.length + 1}`
    const guarded = texts(sql, () =>
      counted === 'value'
        ? `select accession_expect((${sql}), ${hitsAt})`
        : `with hit as (${sql} returning 1) ` +
          `select accession_expect((select count(*) from hit), ${hitsAt})`,
    )
    return { sql: guarded, params: [...params, hits] }
  }
}
