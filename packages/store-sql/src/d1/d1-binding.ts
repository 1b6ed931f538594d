/** A prepared statement of D1, as far as it is used here. */
export interface D1Prepared {
  bind(...values: unknown[]): D1Prepared
  raw(): Promise<unknown[]>
}

/** The binding to a D1 database, as far as it is used here: a Worker's `D1Database` is one. */
export interface D1Binding {
  prepare(sql: string): D1Prepared
  batch(statements: D1Prepared[]): Promise<unknown>
}
