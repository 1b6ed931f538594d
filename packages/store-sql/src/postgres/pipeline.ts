import type { Connection, Submittable } from 'pg'
import type { SqlValue } from '../driver.ts'
import { createPreparedNames } from './prepared-names.ts'
import type { PreparedNames } from './prepared-names.ts'

/** A statement as it travels. */
export interface SentStatement {
  readonly sql: string
  readonly params: readonly SqlValue[]
}

/** Hears how a pipeline ended. */
export interface PipelineEnd {
  /** The rows of the last statement, each the values of its columns. */
  readonly done: (rows: readonly (readonly unknown[])[]) => void
  /** The error, and at which statement, counted from 0. */
  readonly failed: (error: unknown, at: number) => void
}

/** What `pg` calls as the server answers. */
interface Answers {
  handleRowDescription(message: { readonly fields: readonly { dataTypeID: number }[] }): void
  handleDataRow(message: { readonly fields: readonly (string | null)[] }): void
  handleCommandComplete(): void
  handleReadyForQuery(): void
  handleError(error: unknown): void
  handleEmptyQuery(): void
  handlePortalSuspended(): void
}

const preparedNames = new WeakMap<Connection, PreparedNames>()

const preparedOn = (connection: Connection): PreparedNames => {
  const known = preparedNames.get(connection)
  if (known) return known
  const names = createPreparedNames()
  preparedNames.set(connection, names)
  return names
}

/** The types whose values are numbers here: `bigint` holds no more than JavaScript can count. */
const numberTypes = new Set([20, 23])

/**
 * Statements that are sent in one go and end with one Sync, so that the server runs them as one
 * transaction: all of them, or none. `pg` would wait for the answer to each, or sync after each.
 */
export const createPipeline = (
  statements: readonly SentStatement[],
  { done, failed }: PipelineEnd,
): Submittable & Answers => {
  const rows: unknown[][] = []
  const parsed = new Map<string, number>()
  let isNumber: readonly boolean[] = []
  let completed = 0
  let prepared: PreparedNames | undefined

  return {
    submit(connection) {
      prepared = preparedOn(connection)
      connection.stream.cork()
      statements.forEach(({ sql, params }, at) => {
        const { name, isNew } = preparedOn(connection).take(sql)
        if (isNew) {
          connection.parse({ name, text: sql, types: [] }, true)
          parsed.set(sql, at)
        }
        const values = params.map((value) => (value === null ? null : String(value)))
        connection.bind({ statement: name, values }, true)
        if (at === statements.length - 1) connection.describe({ type: 'P' }, true)
        connection.execute(null, true)
      })
      for (const name of prepared.released()) connection.close({ type: 'S', name }, true)
      connection.sync()
      connection.stream.uncork()
    },
    handleRowDescription({ fields }) {
      isNumber = fields.map(({ dataTypeID }) => numberTypes.has(dataTypeID))
    },
    handleDataRow({ fields }) {
      if (completed < statements.length - 1) return
      rows.push(fields.map((value, at) => (isNumber[at] && value !== null ? Number(value) : value)))
    },
    handleCommandComplete() {
      completed++
    },
    handleReadyForQuery() {
      done(rows)
    },
    handleError(error) {
      for (const [sql, at] of parsed) if (at >= completed) prepared?.forget(sql)
      failed(error, Math.min(completed, statements.length - 1))
    },
    handleEmptyQuery() {},
    handlePortalSuspended() {},
  }
}
