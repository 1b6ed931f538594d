export { createSqlStore } from './create-sql-store.ts'
export type { Dialect, JsonRows } from './dialect.ts'
export type { BatchOutcome, SqlDriver, SqlValue, Statement } from './driver.ts'
