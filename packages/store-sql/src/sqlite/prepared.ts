import type { DatabaseSync, StatementSync } from 'node:sqlite'

/** Statements kept ready on one connection. */
export type Prepared = (sql: string) => StatementSync

/** Some hundred kilobytes at most; the program's own texts are far fewer. */
const statementsMax = 500

/** Prepares each text once; when there are too many, the one prepared first makes room. */
export const createPrepared = (
  database: DatabaseSync,
  setUp: (statement: StatementSync) => void = () => {},
): Prepared => {
  const statements = new Map<string, StatementSync>()
  return (sql) => {
    const known = statements.get(sql)
    if (known) return known
    const statement = database.prepare(sql)
    setUp(statement)
    const [oldest] = statements.keys()
    if (statements.size >= statementsMax && oldest !== undefined) statements.delete(oldest)
    statements.set(sql, statement)
    return statement
  }
}
