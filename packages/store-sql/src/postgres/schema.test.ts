import { tableNames, tableShapes } from '@accession/core/ports'
import type { KeyShape, TableName } from '@accession/core/ports'
import { nullColumns } from '@accession/core/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { sharedCatalog } from '../../test/postgres-catalog.ts'
import { indexName, quoted, sqlName, uniqueIndexName } from '../names.ts'
import { migrations as sqliteMigrations } from '../sqlite/migrations/index.ts'
import { migrations } from './migrations.ts'

const catalog = sharedCatalog()

const sqlTypes = { text: 'text', json: 'text', integer: 'bigint' } as const

type SqlRow = Readonly<Record<string, unknown>>

const whereText = ({ where }: KeyShape): string | null => {
  const tests = Object.entries(where ?? {}).map(([column, value]) => {
    if (value === null) return `(${plain(column)} IS NULL)`
    const wanted = typeof value === 'string' ? `'${value}'::text` : value
    return `(${plain(column)} = ${wanted})`
  })
  return where ? tests.join(' AND ') : null
}

/** PostgreSQL quotes the names that are words of SQL. */
const plain = (column: string): string =>
  sqlName(column) === 'references' ? quoted(column) : sqlName(column)

const factsOf = (isUnique: boolean, key: KeyShape): SqlRow => ({
  isUnique,
  columns: key.columns.map(sqlName),
  where: whereText(key),
})

/** The indexes that the schema asks for, by name. */
const wantedIndexes = (table: TableName): Record<string, SqlRow> => {
  const { unique, indexes } = tableShapes[table]
  return Object.fromEntries([
    [`${sqlName(table)}_pkey`, factsOf(true, { columns: ['id'] })],
    ...Object.entries(unique).map(([key, shape]) => [
      uniqueIndexName(table, key),
      factsOf(true, shape),
    ]),
    ...indexes.map((index) => [indexName(table, index), factsOf(false, index)]),
  ])
}

describe('the migrated catalog', () => {
  let columns: readonly SqlRow[] = []
  let indexes: readonly SqlRow[] = []

  beforeAll(async () => {
    columns = await catalog.run(
      'select table_name, column_name as name, data_type as type, is_nullable, collation_name ' +
        "from information_schema.columns where table_schema = 'public' order by ordinal_position",
    )
    indexes = await catalog.run(
      'select r.relname as table_name, i.relname as name, x.indisunique as unique, ' +
        'pg_get_expr(x.indpred, x.indrelid) as where, array(select a.attname::text from ' +
        'pg_attribute a where a.attrelid = x.indexrelid order by a.attnum) as columns ' +
        'from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class r on ' +
        "r.oid = x.indrelid where r.relnamespace = 'public'::regnamespace",
    )
  })

  it('has the tables of the schema and that of its version', () => {
    const names = new Set(columns.map((column) => column['table_name']))
    expect(names).toEqual(new Set([...tableNames.map(sqlName), 'schema_version']))
  })

  it.each(tableNames)('has the columns of %s, ordered by code point', (table) => {
    const ofTable = columns.filter((column) => column['table_name'] === sqlName(table))
    expect(ofTable).toEqual(
      Object.entries(tableShapes[table].columns).map(([column, kind]) => ({
        table_name: sqlName(table),
        name: sqlName(column),
        type: sqlTypes[kind],
        is_nullable: Object.hasOwn(nullColumns[table], column) ? 'YES' : 'NO',
        collation_name: kind === 'integer' ? null : 'C',
      })),
    )
  })

  it.each(tableNames)('has the unique keys and indexes of %s', (table) => {
    const ofTable = indexes.filter((index) => index['table_name'] === sqlName(table))
    const kept = ofTable.map(({ name, unique: isUnique, columns: ofIndex, where }) => [
      name,
      { isUnique, columns: ofIndex, where },
    ])
    expect(Object.fromEntries(kept)).toEqual(wantedIndexes(table))
  })

  it('is reached by the steps of the other engines', () => {
    const named = migrations.map(({ version, name }) => ({ version, name }))
    expect(sqliteMigrations.map(({ version, name }) => ({ version, name }))).toEqual(named)
  })
})
