import type { Dialect } from '../dialect.ts'

/**
 * PostgreSQL's dialect. Its planner would take any index that fits a condition or the order; it does
 * not see through `greatest`, which hides those that are not the way to rows.
 */
export const postgresDialect: Dialect = {
  placeholder: (number) => `$${number}`,
  jsonRows: (placeholder) => ({
    from: `jsonb_array_elements(${placeholder}::jsonb) as j(value)`,
    value: (index, kind) =>
      kind === 'integer' ? `(j.value ->> ${index})::bigint` : `j.value ->> ${index}`,
  }),
  among: (placeholder) => `= any (${textsIn(placeholder)})`,
  greatest: (a, b) => `greatest(${a}, ${b})`,
  along: (table) => `${table} as t`,
  unindexed: (column) => `greatest(${column})`,
  removeJsonRows: (table, { from }, condition) =>
    `delete from ${table} as t using ${from} where ${condition}`,
  jsonArray: (query) => `select json_agg("id")::text from (${query}) as found`,
  holding: ' for share of t',
  lockRows: (table, columns, strength) => {
    const tests = columns.map((column, index) => `t.${column} = any (${textsIn(`$${index + 1}`)})`)
    const rows = `select 1 from ${table} as t where ${tests.join(' or ')}`
    return `select count(*) from (${rows} order by t."id" for ${strength}) as locked`
  },
}

const textsIn = (placeholder: string): string =>
  `array(select jsonb_array_elements_text(${placeholder}::jsonb))`
