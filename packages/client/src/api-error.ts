import type { LocalizableMessage } from '@accession/core/contract'
import type { ErrorType } from '@accession/core/errors'

/** What a server's error answer held. */
export interface ApiErrorFacts {
  readonly type: ErrorType
  /** The HTTP status it travelled under. */
  readonly status: number
  readonly messages: readonly LocalizableMessage[]
  readonly data?: unknown
  /** How long the server asks to wait before the call is sent again. */
  readonly retryAfterMs?: number | undefined
}

/** An error that the server answered; `switch` on its `type`. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly type: ErrorType
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

  constructor(operation: string, facts: ApiErrorFacts) {
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

/** Whether something caught is a server's error, of the given type when one is given. */
export const isApiError = (error: unknown, type?: ErrorType): error is ApiError =>
  error instanceof ApiError && (type === undefined || error.type === type)
