import { accessionError, isAccessionError } from '@accession/core/errors'
import type { AccessionError } from '@accession/core/errors'
import { tableNames, tableShapes } from '@accession/core/ports'
import type { TableName } from '@accession/core/ports'
import type { BatchOutcome } from '../driver.ts'
import { sqlName, uniqueIndexName } from '../names.ts'
import { missedState } from './migrations.ts'

const uniqueViolation = '23505'

/** A deadlock, or a conflict of transactions: the server took one of them back. */
const readAgain = new Set(['40P01', '40001'])

/**
 * The server's states that tell of its surroundings, not of a mistake in the program: connections
 * (08), resources (53), its operators and time-outs (57), its machine (58, XX), who may sign in (28).
 */
const passingClasses = new Set(['08', '28', '53', '57', '58', 'XX'])
const passingStates = new Set(['25006', '26000', '3D000', '55P03'])

/** The server's state of five characters; undefined for what did not come from it. */
const stateOf = (error: unknown): string | undefined => {
  const { code, severity } = error as { code?: unknown; severity?: unknown }
  return typeof code === 'string' && typeof severity === 'string' ? code : undefined
}

/** What the store answers for now, with the engine's error as cause. */
const unavailable = (cause: unknown): AccessionError =>
  accessionError('accession.service.store_failing', [], { cause })

/** The engine's error as ours where time may heal it; else it is a mistake, and stays what it is. */
export const classified = (error: unknown): unknown => {
  if (isAccessionError(error)) return error
  const state = stateOf(error)
  if (state !== undefined) {
    const mayPass = passingStates.has(state) || passingClasses.has(state.slice(0, 2))
    return mayPass || readAgain.has(state) ? unavailable(error) : error
  }
  const isMistake = error instanceof TypeError || error instanceof RangeError
  return isMistake ? error : unavailable(error)
}

/** Whether the connection is lost or of no use, rather than one statement refused. */
export const isConnectionLost = (error: unknown): boolean => {
  const state = stateOf(error)
  if (state === undefined) return isAccessionError(classified(error))
  return state.startsWith('08') || state.startsWith('57P') || state === '26000'
}

/** How a commit lost a race, if that is why its statement failed. */
export const lostRace = (error: unknown, table: TableName): BatchOutcome | undefined => {
  const state = stateOf(error)
  if (state === undefined) return undefined
  if (state === missedState || readAgain.has(state)) return { outcome: 'missed', table }
  const { constraint = '' } = error as { constraint?: string }
  const key = state === uniqueViolation ? keysByConstraint.get(constraint) : undefined
  return key && { outcome: 'taken', ...key }
}

const keysByConstraint = new Map(
  tableNames.flatMap((table) => [
    [`${sqlName(table)}_pkey`, { table, key: 'id' }],
    ...Object.keys(tableShapes[table].unique).map(
      (key) => [uniqueIndexName(table, key), { table, key }] as const,
    ),
  ]),
)
