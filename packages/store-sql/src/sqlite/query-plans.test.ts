import { DatabaseSync } from 'node:sqlite'
import {
  accessPath,
  conditionsOf,
  idKey,
  keysOf,
  tableNames,
  tableShapes,
} from '@accession/core/ports'
import type { AnyRow, Change, TableName } from '@accession/core/ports'
import { queriesOf, rowsFor } from '@accession/core/testing'
import { describe, expect, it } from 'vitest'
import { createCommitWriter } from '../commit-statements.ts'
import { keyIndexName, sqlName } from '../names.ts'
import { createQueryWriter } from '../query-statements.ts'
import type { AnyQuery } from '../query-statements.ts'
import { sqliteDialect } from './dialect.ts'
import { migrations } from './migrations/index.ts'

const database = new DatabaseSync(':memory:')
for (const { sql } of migrations) database.exec(sql)

const queries = createQueryWriter(sqliteDialect)
const plans = new Map<string, readonly string[]>()

/** What SQLite's planner says of a statement, a line a step. */
const planOf = (sql: string): readonly string[] => {
  const known = plans.get(sql)
  if (known) return known
  const steps = database.prepare(`explain query plan ${sql}`).all()
  const plan = steps.map(({ detail }) => String(detail))
  plans.set(sql, plan)
  return plan
}

const isScan = (step: string): boolean =>
  step.startsWith('SCAN') && !/^SCAN ((j|json_each) VIRTUAL TABLE|\(subquery-\d\))/.test(step)

/** How the planner tells of a search along a key: by these columns and nothing else. */
const searchBy = (table: TableName, where: object, orderBy: string): RegExp => {
  const { key, equal, range } = accessPath(table, conditionsOf(where), orderBy)
  const columns = equal.map(({ column }) => `${sqlName(column)}=\\?`)
  if (range) columns.push(`${sqlName(range.column)}${range.test === 'among' ? '=' : '[<>]'}\\?`)
  const primary = `(PRIMARY KEY|INDEX sqlite_autoindex_${sqlName(table)}_1)`
  const index = keyIndexName(table, key)
  const kind = `(COVERING )?${index === undefined ? primary : `INDEX ${index}`}`
  return new RegExp(`^SEARCH t USING ${kind} \\(${columns.join(' AND ')}\\)$`)
}

const cases = tableNames.flatMap((table) =>
  keysOf(table).map((key) => ({ table, key, name: `${table} by ${key.columns.join(', ')}` })),
)

/** A query, and the same with one more condition on each column in turn. */
const withFilters = (table: TableName, query: AnyQuery, [row]: readonly AnyRow[]): AnyQuery[] => [
  query,
  ...Object.entries(tableShapes[table].columns)
    .filter(([column, kind]) => kind !== 'json' && column !== 'id')
    .map(([column]) => ({ ...query, where: { [column]: row?.[column], ...query.where } })),
]

const expectSearch = (table: TableName, query: AnyQuery, sql: string): void => {
  const orderBy = query.orderBy ?? 'id'
  const conditions = conditionsOf(query.where)
  const plan = planOf(sql)
  const search = searchBy(table, query.where, orderBy)
  expect(plan.filter(isScan), sql).toEqual([])
  expect(
    plan.filter((step) => search.test(step)),
    `${plan.join('; ')}\n${sql}`,
  ).toHaveLength(1)
  if (accessPath(table, conditions, orderBy).isOrdered) {
    expect(plan.join(), sql).not.toContain('USE TEMP B-TREE FOR ORDER BY')
  }
}

describe('every query that the schema allows', () => {
  it.each(cases)('uses an index: $name', ({ table, key }) => {
    const parents = Object.keys(tableShapes[table].parents) as TableName[]
    const rows = rowsFor(table, key)
    for (const shape of queriesOf(key, rows)) {
      for (const query of withFilters(table, { limit: 10, ...shape }, rows)) {
        expectSearch(table, query, queries.rows(table, [], query).sql)
        expectSearch(table, query, queries.rows(table, parents, query).sql)
        expectSearch(table, query, queries.ids(table, query).sql)
      }
    }
  })
})

it('asks once for the parents below which no row is wanted, along an index', () => {
  const deleted = { deletedAt: { moreThan: 0 } }
  const notBelow = { item: deleted, library: deleted }
  const { sql } = queries.ids('updateSession', { where: { userId: 'u' }, notBelow, limit: 9 })
  const plan = planOf(sql)
  expect(plan.filter(isScan)).toEqual([])
  expect(plan.filter((step) => step.startsWith('LIST SUBQUERY'))).toHaveLength(2)
  expect(plan.filter((step) => /^SEARCH t USING COVERING INDEX item_\w+/.test(step))).toHaveLength(
    1,
  )
  expect(plan.join(), sql).not.toContain('USE TEMP B-TREE FOR ORDER BY')
})

describe('every change', () => {
  const write = createCommitWriter(sqliteDialect)
  const kinds = ['write', 'remove', 'check', 'adjust'] as const

  const changeOf = (kind: (typeof kinds)[number], table: TableName, row: AnyRow): Change => {
    const { id, revision, ...others } = row
    const columns = Object.entries(tableShapes[table].columns)
    const texts = columns.filter(([, columnKind]) => columnKind !== 'json')
    const where = Object.fromEntries(texts.map(([column]) => [column, others[column] ?? null]))
    const numbers = texts.filter(([, columnKind]) => columnKind === 'integer')
    const add = Object.fromEntries(numbers.map(([column]) => [column, 1]))
    const change = { kind, table, id, revision, set: others, where, add, raise: {} }
    return change as unknown as Change
  }

  it.each(tableNames.flatMap((table) => kinds.map((kind) => ({ table, kind }))))(
    'finds its rows by id: $kind $table',
    ({ table, kind }) => {
      for (const count of [1, 3]) {
        const rows = rowsFor(table, idKey).slice(0, count)
        const statements = write(rows.map((row) => changeOf(kind, table, row)))
        expect(statements).toHaveLength(1)
        const plan = planOf(statements[0]?.sql ?? '')
        const searches = plan.filter((step) => step.startsWith('SEARCH'))
        expect(plan.filter(isScan)).toEqual([])
        expect(searches.length).toBeGreaterThan(0)
        for (const search of searches) {
          expect(search).toMatch(
            /USING (COVERING )?(PRIMARY KEY|INDEX sqlite_autoindex_\w+) \(id=\?\)$/,
          )
        }
      }
    },
  )

  const clears = tableNames.flatMap((table) =>
    Object.values(tableShapes[table].parents)
      .filter((column) =>
        keysOf(table).some(({ columns, where }) => columns[0] === column && !where),
      )
      .map((column) => ({ table, column })),
  )

  it.each(clears)('clears $table below $column along an index', ({ table, column }) => {
    const change = { kind: 'clear', table, column, parentId: 'a' } as unknown as Change
    for (const changes of [[change], [change, { ...change, parentId: 'b' } as Change]]) {
      const statements = write(changes)
      expect(statements).toHaveLength(1)
      const plan = planOf(statements[0]?.sql ?? '')
      const search = `^SEARCH ${sqlName(table)} USING .*\\(${sqlName(column)}=\\?\\)$`
      expect(plan.filter((step) => new RegExp(search).test(step))).toHaveLength(1)
      expect(plan.filter((step) => /^SCAN (?!json_each|j )/.test(step))).toEqual([])
    }
  })
})

it.each(['updateSession', 'downloadSession'] as const)(
  'finds the %s rows of an item by the item, not among all that their user has',
  (table) => {
    const where = { itemId: 'i', userId: 'u' }
    const { key } = accessPath(table, conditionsOf(where), 'id')
    expect(key.columns).toEqual(['itemId', 'id'])
    const plan = planOf(queries.ids(table, { where, limit: 10 }).sql)
    expect(plan.join()).toContain('(item_id=?)')
  },
)
