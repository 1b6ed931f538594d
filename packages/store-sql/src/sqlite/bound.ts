import { DatabaseSync } from 'node:sqlite'
import type { SqlValue } from '../driver.ts'

const bindsByPlace = (): boolean => {
  const database = new DatabaseSync(':memory:')
  try {
    return database.prepare('select ?1').get(1) !== undefined
  } catch {
    return false
  } finally {
    database.close()
  }
}

/**
 * What a statement is run with whose parameters are numbered, `?1` and so on. Node 22 takes these
 * for names, and finds no place for values without one.
 */
export const bound: (values: readonly SqlValue[]) => readonly SqlValue[] = bindsByPlace()
  ? (values) => values
  : // The methods of a statement take names as one object in the first value's stead.
    (values) => [named(values) as unknown as SqlValue]

const named = (values: readonly SqlValue[]): Readonly<Record<string, SqlValue>> =>
  Object.fromEntries(values.map((value, index) => [`?${index + 1}`, value]))
