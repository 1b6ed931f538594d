import { isApiError } from './api-error.ts'
import { ConnectionError } from './connection-error.ts'

/** Whether an answer says that something is not there: simulators say so by the status alone. */
export const isGone = (error: unknown): boolean =>
  isApiError(error, 'NOT_FOUND') || (error instanceof ConnectionError && error.status === 404)
