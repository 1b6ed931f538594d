import { DatabaseSync } from 'node:sqlite'
import { tableNames, tableShapes } from '@accession/core/ports'
import type { KeyShape, TableName } from '@accession/core/ports'
import { nullColumns } from '@accession/core/testing'
import { describe, expect, it } from 'vitest'
import { indexName, quoted, sqlName, uniqueIndexName } from '../../names.ts'
import { migrations } from './index.ts'

const database = new DatabaseSync(':memory:')
for (const { sql } of migrations) database.exec(sql)

const sqlTypes = { text: 'TEXT', json: 'TEXT', integer: 'INTEGER' } as const

const whereText = ({ where }: KeyShape): string | undefined => {
  const tests = Object.entries(where ?? {}).map(([column, value]) => {
    const wanted = typeof value === 'string' ? `'${value}'` : value
    return value === null ? `${quoted(column)} is null` : `${quoted(column)} = ${wanted}`
  })
  return where ? tests.join(' and ') : undefined
}

interface IndexFacts {
  readonly unique: boolean
  readonly columns: readonly string[]
  readonly where: string | undefined
}

const factsOf = (unique: boolean, key: KeyShape): IndexFacts => ({
  unique,
  columns: key.columns.map(sqlName),
  where: whereText(key),
})

/** The indexes that the schema asks for, by name. */
const wantedIndexes = (table: TableName): Record<string, IndexFacts> => {
  const { unique, indexes } = tableShapes[table]
  return Object.fromEntries([
    ...Object.entries(unique).map(([key, shape]) => [
      uniqueIndexName(table, key),
      factsOf(true, shape),
    ]),
    ...indexes.map((index) => [indexName(table, index), factsOf(false, index)]),
  ])
}

/** The indexes that the migrated table has, but for its key's. */
const keptIndexes = (table: TableName): Record<string, IndexFacts> => {
  const indexes = database.prepare(`select * from pragma_index_list(?1) where origin = 'c'`)
  const columns = database.prepare('select name from pragma_index_info(?1) order by seqno')
  const text = database.prepare('select sql from sqlite_schema where name = ?1')
  return Object.fromEntries(
    indexes.all(sqlName(table)).map(({ name, unique }) => [
      String(name),
      {
        unique: unique === 1,
        columns: columns.all(String(name)).map((column) => String(column['name'])),
        where: String(text.get(String(name))?.['sql'])
          .split(/\bwhere\b/)[1]
          ?.trim(),
      },
    ]),
  )
}

describe('the migrated catalog', () => {
  it('has the tables of the schema and no others', () => {
    const tables = database.prepare("select name from sqlite_schema where type = 'table'").all()
    expect(tables.map(({ name }) => String(name)).toSorted()).toEqual(
      tableNames.map(sqlName).toSorted(),
    )
  })

  it.each(tableNames)('has the columns of %s', (table) => {
    const columns = database.prepare('select * from pragma_table_info(?1)').all(sqlName(table))
    expect(columns.map(({ name, type, notnull, pk }) => ({ name, type, notnull, pk }))).toEqual(
      Object.entries(tableShapes[table].columns).map(([column, kind]) => ({
        name: sqlName(column),
        type: sqlTypes[kind],
        notnull: Object.hasOwn(nullColumns[table], column) ? 0 : 1,
        pk: column === 'id' ? 1 : 0,
      })),
    )
  })

  it.each(tableNames)('refuses values of another type in %s', (table) => {
    const [row] = database.prepare('select "strict" from pragma_table_list(?1)').all(sqlName(table))
    expect(row?.['strict']).toBe(1)
  })

  it.each(tableNames)('has the unique keys and indexes of %s', (table) => {
    expect(keptIndexes(table)).toEqual(wantedIndexes(table))
  })

  it('is reached by steps without gaps', () => {
    expect(migrations.map(({ version }) => version)).toEqual(
      migrations.map((_, index) => index + 1),
    )
  })
})
