import type { Condition } from '@accession/core/ports'
import type { Dialect } from './dialect.ts'
import { quoted } from './names.ts'

const operators = { is: '=', atMost: '<=', moreThan: '>' } as const

/** A column of the table at hand. */
export const columnOf = (column: string, alias = 't'): string => `${alias}.${quoted(column)}`

/** A condition on a column; null is asked for without a value. */
export const conditionSql = (
  dialect: Pick<Dialect, 'among'>,
  column: string,
  { test, value }: Condition,
  nextValue: () => string,
): string => {
  if (value === null) return `${column} is null`
  if (test === 'among') return `${column} ${dialect.among(nextValue())}`
  return `${column} ${operators[test]} (${nextValue()})`
}
