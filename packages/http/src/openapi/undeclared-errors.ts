import type { OperationName } from '@accession/core/contract'
import type { ErrorType } from '@accession/core/errors'

/** What operations answer although the reference does not declare it for them. */
export const undeclaredErrors: { readonly [Name in OperationName]?: readonly ErrorType[] } = {
  /** Where the size was declared, and there is no room for it. */
  'updateSessionFile.add': ['UNABLE_TO_ALLOCATE_RESOURCE'],
  /** Of a session that has ended, as of every other change to one. */
  'updateSessionFile.remove': ['NOT_ALLOWED_IN_CURRENT_STATE'],
  'downloadSessionFile.prepare': ['NOT_ALLOWED_IN_CURRENT_STATE'],
}
