import { localizableMessage, types } from '@accession/core/contract'
import type { AccessionError, ErrorType } from '@accession/core/errors'
import type { Spelling } from './spelling.ts'
import { writeValue } from './write-value.ts'

/** What every error structure holds. */
export interface ErrorBody {
  readonly error_type: ErrorType
  readonly messages: unknown
  readonly data?: Readonly<Record<string, unknown>>
}

const messageList = types.list(localizableMessage)

/** An error as the flat structure that `/api` answers. */
export const writeErrorBody = (error: AccessionError, spelling: Spelling): ErrorBody => ({
  error_type: error.type,
  messages: writeValue(messageList, error.messages, spelling),
  ...(error.data && { data: error.data }),
})
