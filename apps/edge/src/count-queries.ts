import type { D1Binding } from '@accession/store-sql/d1'

/** A database whose queries are counted: a plan allows an invocation so many. */
export interface CountedDatabase {
  readonly database: D1Binding
  readonly count: () => number
}

/** Counts the statements that are made for a database, each of which runs once. */
export const countQueries = (database: D1Binding): CountedDatabase => {
  let count = 0
  return {
    database: {
      prepare(sql) {
        count++
        return database.prepare(sql)
      },
      batch: (statements) => database.batch(statements),
    },
    count: () => count,
  }
}
