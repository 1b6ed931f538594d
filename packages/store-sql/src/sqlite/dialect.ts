import type { Dialect } from '../dialect.ts'

/**
 * SQLite's dialect, D1's too. Its planner has no statistics here and would take any index that fits a
 * condition, so it is told which; and a unary plus hides the conditions that are not the way to rows.
 */
export const sqliteDialect: Dialect = {
  placeholder: (number) => `?${number}`,
  jsonRows: (placeholder) => ({
    from: `json_each(${placeholder}) as j`,
    value: (index) => `j.value ->> ${index}`,
  }),
  among: (placeholder) => `in (select value from json_each(${placeholder}))`,
  greatest: (a, b) => `max(${a}, ${b})`,
  along: (table, index) => `${table} as t${index === undefined ? '' : ` indexed by "${index}"`}`,
  unindexed: (column) => `+${column}`,
  removeJsonRows: (table, { from }, condition) =>
    `delete from ${table} where "id" in ` +
    `(select t."id" from ${from} cross join ${table} as t where ${condition})`,
  jsonArray: (query) => `select json_group_array("id") from (${query})`,
  holding: '',
  lockRows: undefined,
}
