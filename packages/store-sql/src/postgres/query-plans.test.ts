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
import type { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sharedCatalog } from '../../test/postgres-catalog.ts'
import { createCommitWriter } from '../commit-statements.ts'
import { quoted, sqlName } from '../names.ts'
import { createQueryWriter } from '../query-statements.ts'
import type { AnyQuery } from '../query-statements.ts'
import { connectAlone } from './connection-options.ts'
import { postgresDialect } from './dialect.ts'

const catalog = sharedCatalog()
const queries = createQueryWriter(postgresDialect)
const plans = new Map<string, readonly string[]>()
let client: Client

/** Values of a column of row `g`: most rows are neither active, nor due, nor gone, and items have no source. */
const valuesOf: Readonly<Record<string, string>> = {
  state: "case when g % 50 = 0 then 'ACTIVE' else 'DONE' end",
  references: 'case when g % 50 = 0 then 0 else 1 end',
  deletedAt: 'case when g % 50 = 0 then g end',
  until: 'case when g % 3 = 0 then g end',
  forgetAt: 'case when g % 50 = 0 then g else 9000000 end',
  'item.sourceId': 'case when g % 3 = 0 then md5(g::text) end',
}

const fillSql = (table: TableName): string => {
  const { unique } = tableShapes[table]
  const ofOne = new Set(Object.values(unique).map(({ columns }) => columns.join()))
  // Twenty rows below each parent, but where it has only one.
  const parents = new Set(
    Object.values(tableShapes[table].parents).filter((column) => !ofOne.has(column)),
  )
  const values = Object.entries(tableShapes[table].columns).map(([column, kind]) => {
    const value = valuesOf[`${table}.${column}`] ?? valuesOf[column]
    if (value) return value
    if (kind === 'json') return "'{}'"
    if (kind === 'integer') return 'g'
    return `md5((g${parents.has(column) ? ' / 20' : ''})::text)`
  })
  return `insert into ${quoted(table)} select ${values.join(', ')} from generate_series(1, 10000) g`
}

beforeAll(async () => {
  client = await connectAlone({ url: catalog.url(), connectionTimeoutMs: 5_000 })
  for (const table of tableNames) await client.query(fillSql(table))
  await client.query('analyze')
})
afterAll(() => client.end())

/** What the planner says of a statement whose parameters it does not know, a line a step. */
const planOf = async (sql: string): Promise<readonly string[]> => {
  const known = plans.get(sql)
  if (known) return known
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain (generic_plan) ${sql}`)
  const plan = rows.map((row) => row['QUERY PLAN'].trim())
  plans.set(sql, plan)
  return plan
}

const scansOf = (plan: readonly string[]): readonly string[] =>
  plan.filter((step) => /\bSeq Scan\b/.test(step))

const cases = tableNames.flatMap((table) =>
  keysOf(table).map((key) => ({ table, key, name: `${table} by ${key.columns.join(', ')}` })),
)

/** The columns of the conditions along which the plan searches. */
const searchedBy = (plan: readonly string[]): string =>
  plan.filter((step) => step.startsWith('Index Cond:')).join(' ')

/**
 * No table is read through, and what is given leads to the rows. Two ways need no search: most rows
 * hold null where null is given, and a partial index holds few.
 */
const expectSearch = async (table: TableName, query: AnyQuery, sql: string): Promise<void> => {
  const plan = await planOf(sql)
  const shown = `${plan.join('\n')}\n${sql}`
  expect(scansOf(plan), shown).toEqual([])
  const { key, equal, range } = accessPath(table, conditionsOf(query.where), query.orderBy ?? 'id')
  const given = [...equal, ...(range ? [range] : [])].filter(({ value }) => value !== null)
  if (given.length === 0 || (key.where && range)) return
  const searched = searchedBy(plan)
  expect(
    given.some(({ column }) => searched.includes(sqlName(column))),
    shown,
  ).toBe(true)
}

describe('every query that the schema allows', () => {
  it.each(cases)('uses an index: $name', async ({ table, key }) => {
    const parents = Object.keys(tableShapes[table].parents) as TableName[]
    for (const shape of queriesOf(key, rowsFor(table, key))) {
      const query = { limit: 10, ...shape }
      await expectSearch(table, query, queries.rows(table, [], query).sql)
      await expectSearch(table, query, queries.rows(table, parents, query).sql)
      await expectSearch(table, query, queries.ids(table, query).sql)
    }
  })
})

/** What is cleared is below its parent, along the first column of an index. */
const isReached = (table: TableName, kind: string): boolean =>
  kind !== 'clear' ||
  (Object.keys(tableShapes[table].parents).length > 0 &&
    Object.values(tableShapes[table].parents).every((column) =>
      keysOf(table).some(({ columns, where }) => columns[0] === column && !where),
    ))

describe('every change', () => {
  const writer = createCommitWriter(postgresDialect)
  const kinds = ['write', 'remove', 'check', 'adjust', 'clear'] as const

  const changesOf = (kind: (typeof kinds)[number], table: TableName, row: AnyRow): Change[] => {
    const { id, revision, ...set } = row
    if (kind === 'clear') {
      return Object.values(tableShapes[table].parents).map(
        (column) => ({ kind, table, column, parentId: String(row[column]) }) as unknown as Change,
      )
    }
    return [
      { kind, table, id, revision, set, where: {}, add: { revision: 1 }, raise: {} },
    ] as unknown as Change[]
  }

  const changes = tableNames
    .flatMap((table) => kinds.map((kind) => ({ table, kind })))
    .filter(({ table, kind }) => isReached(table, kind))

  it.each(changes)('finds its rows by an index: $kind $table', async ({ table, kind }) => {
    for (const count of [1, 3]) {
      const rows = rowsFor(table, idKey).slice(0, count)
      const statements = writer(rows.flatMap((row) => changesOf(kind, table, row)))
      expect(statements.length).toBeGreaterThan(0)
      for (const { sql } of statements) {
        const plan = await planOf(sql)
        expect(scansOf(plan), `${plan.join('\n')}\n${sql}`).toEqual([])
        expect(searchedBy(plan), plan.join('\n')).not.toBe('')
      }
    }
  })
})
