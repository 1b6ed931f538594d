import type { DatabaseSync, StatementSync } from 'node:sqlite'

/** A connection whose statements can be watched and made to fail. */
export interface Saboteur {
  readonly database: DatabaseSync
  /** The texts that ran, oldest first. */
  readonly ran: string[]
  /** Called before each statement runs: what it throws, the statement throws. */
  before: (sql: string, count: number) => void
}

/** An error as SQLite reports it through Node. */
export const sqliteError = (errcode: number, message: string): Error =>
  Object.assign(new Error(message), { code: 'ERR_SQLITE_ERROR', errcode, errstr: message })

/** Puts a saboteur before a connection. */
export const sabotage = (database: DatabaseSync): Saboteur => {
  const saboteur: Saboteur = { database: watched(database), ran: [], before: () => {} }

  function watched(connection: DatabaseSync): DatabaseSync {
    return new Proxy(connection, {
      get(target, name) {
        if (name === 'prepare') return (sql: string) => watchedStatement(target.prepare(sql), sql)
        const value: unknown = Reflect.get(target, name, target)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  }

  function watchedStatement(statement: StatementSync, sql: string): StatementSync {
    return new Proxy(statement, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target)
        if (typeof value !== 'function') return value
        if (name !== 'run' && name !== 'all' && name !== 'get') return value.bind(target)
        return (...params: unknown[]): unknown => {
          saboteur.ran.push(sql)
          saboteur.before(sql, saboteur.ran.length)
          return value.apply(target, params)
        }
      },
    })
  }

  return saboteur
}
