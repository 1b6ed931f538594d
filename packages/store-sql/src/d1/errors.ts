import { accessionError, isAccessionError } from '@accession/core/errors'
import { tableNames } from '@accession/core/ports'
import type { TableName } from '@accession/core/ports'
import type { BatchOutcome } from '../driver.ts'
import { keyOfColumns } from '../sqlite/unique-keys.ts'

/** What a guard's failure says, before the table: nothing else says it. */
const missedMark = 'accession missed '

const missedPattern = new RegExp(`${missedMark}(\\w+)`)
const uniquePattern = /UNIQUE constraint failed: (\w+\.\w+(?:, \w+\.\w+)*)/

/** What tells of the statement or its values: a mistake, which time does not heal. */
const mistakePattern =
  /SQLITE_(ERROR|CONSTRAINT|MISMATCH|TOOBIG|RANGE|MISUSE|AUTH|SCHEMA)\b|D1_(TYPE|COLUMN_NOTFOUND)/

/**
 * SQL that fails with the table's name: a path that JSON cannot have stands in the error's text, and
 * is looked at only where the rows were missed.
 */
export const failureSql = (table: TableName): string =>
  `json_extract('{}', '${missedMark}${table}')`

/** Why a batch was taken back, where it is a race that was lost. */
export const lostRace = (error: unknown): BatchOutcome | undefined => {
  const message = messageOf(error)
  const missed = missedPattern.exec(message)?.[1]
  const table = tableNames.find((name) => name === missed)
  if (table) return { outcome: 'missed', table }
  const taken = keyOfColumns(uniquePattern.exec(message)?.[1] ?? '')
  return taken && { outcome: 'taken', ...taken }
}

/**
 * An error of D1 as one of ours. What does not tell of a mistake tells of D1's surroundings: an
 * overload, a reset, a lost connection, a full database.
 */
export const classified = (error: unknown): unknown => {
  if (isAccessionError(error) || !(error instanceof Error)) return error
  if (error instanceof TypeError || mistakePattern.test(messageOf(error))) return error
  return accessionError('accession.service.store_failing', [], { cause: error })
}

/** D1 says the reason in the message, or in that of the cause. */
const messageOf = (error: unknown): string =>
  error instanceof Error ? [error.message, messageOf(error.cause)].join(' ') : ''
