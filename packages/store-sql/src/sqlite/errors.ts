import { accessionError, isAccessionError } from '@accession/core/errors'
import type { AccessionError } from '@accession/core/errors'
import type { TableName } from '@accession/core/ports'
import { keyOfColumns } from './unique-keys.ts'

/** SQLite's result codes that tell of its surroundings, not of a mistake in the program. */
const passing = {
  busy: 5,
  locked: 6,
  outOfMemory: 7,
  readOnly: 8,
  interrupted: 9,
  inputOutput: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  protocol: 15,
  notADatabase: 26,
} as const

const uniqueViolations = new Set([1555, 2067])

/** The result code of SQLite, without its extension. */
const resultCode = (error: unknown): number | undefined => {
  const { errcode } = error as { errcode?: unknown }
  return typeof errcode === 'number' ? errcode & 0xff : undefined
}

/** Whether another connection or process holds the lock that was asked for. */
export const isBusy = (error: unknown): boolean => {
  const code = resultCode(error)
  return code === passing.busy || code === passing.locked
}

/** What the store answers for now, with SQLite's error as cause: it says what to do where that is known. */
export const unavailable = (cause: unknown): AccessionError =>
  accessionError(reasonOf(resultCode(cause)), [], { cause })

const reasonOf = (code: number | undefined) => {
  if (code === passing.busy || code === passing.locked) return 'accession.service.store_locked'
  if (code === passing.full) return 'accession.service.store_full'
  if (code === passing.readOnly) return 'accession.service.store_read_only'
  return 'accession.service.store_failing'
}

/** SQLite's error as ours where time may heal it; else it is a mistake, and stays what it is. */
export const classified = (error: unknown): unknown => {
  if (isAccessionError(error)) return error
  const code = resultCode(error)
  const isClosed = (error as { code?: unknown }).code === 'ERR_INVALID_STATE'
  const mayPass = code !== undefined && (Object.values(passing) as number[]).includes(code)
  return isClosed || mayPass ? unavailable(error) : error
}

/** The unique key that an insert or an update met, which SQLite tells by its columns. */
export const takenKey = (error: unknown): { table: TableName; key: string } | undefined => {
  const { errcode, message } = error as { errcode?: number; message?: string }
  if (errcode === undefined || !uniqueViolations.has(errcode)) return undefined
  return keyOfColumns(message?.split(': ')[1] ?? '')
}
