import type { ErrorType } from '../errors/error-types.ts'
import type { LocalizableMessage } from './localizable-message.ts'
import type { ScalarType } from './types.ts'

/** An error that is a value, such as what a task ended with; each spelling has a form for it. */
export interface AnyError {
  readonly error_type: ErrorType
  readonly messages: readonly LocalizableMessage[]
  readonly data?: Readonly<Record<string, unknown>> | undefined
}

/** An error of any type. */
export const anyError: ScalarType<AnyError> = { kind: 'any_error' }
