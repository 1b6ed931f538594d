import type { Condition } from '@accession/core/ports'
import { quoted } from './names.ts'

const operators = { is: '=', atMost: '<=', moreThan: '>' } as const

/** A column of the table at hand. */
export const columnOf = (column: string, alias = 't'): string => `${alias}.${quoted(column)}`

/** A condition on a column; null is asked for without a value. */
export const conditionSql = (
  column: string,
  { test, value }: Condition,
  nextValue: () => string,
): string =>
  value === null ? `${column} is null` : `${column} ${operators[test]} (${nextValue()})`
