import type { LocalizableMessage } from '@accession/core/contract'
import type { ErrorType } from '@accession/core/errors'

/** What a server's error answer held. */
export interface ApiErrorFacts<T extends ErrorType = ErrorType> {
  readonly type: T
  /** The HTTP status it travelled under. */
  readonly status: number
  readonly messages: readonly LocalizableMessage[]
  readonly data?: unknown
  /** How long the server asks to wait before the call is sent again. */
  readonly retryAfterMs?: number | undefined
}

/** An error that the server answered; `switch` on its `type`. */
export class ApiError<T extends ErrorType = ErrorType> extends Error {
  override readonly name = 'ApiError'
  readonly type: T
  readonly status: number
  /** The id of the first message; empty when the server sent none. */
  readonly id: string
  /** What the first message was filled with. */
  readonly args: readonly string[]
  readonly messages: readonly LocalizableMessage[]
  readonly data: unknown
  readonly retryAfterMs: number | undefined
  /** What was called: `updateSession.delete`. */
  readonly operation: string

  constructor(operation: string, facts: ApiErrorFacts<T>) {
    const [first] = facts.messages
    super(first?.default_message || `${operation} was answered with ${facts.type}.`)
    this.operation = operation
    this.type = facts.type
    this.status = facts.status
    this.id = first?.id ?? ''
    this.args = first?.args ?? []
    this.messages = facts.messages
    this.data = facts.data
    this.retryAfterMs = facts.retryAfterMs
  }
}

/** Whether something caught is a server's error, of one of the given types when any is given. */
export const isApiError = <T extends ErrorType = ErrorType>(
  error: unknown,
  ...types: readonly T[]
): error is ApiError<T> =>
  error instanceof ApiError && (types.length === 0 || types.some((type) => type === error.type))
