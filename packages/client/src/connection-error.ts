/**
 * Why there is no usable answer: nobody answered, nobody answered in time, or what came is not an
 * answer of this API (a proxy's page, another service).
 */
export type ConnectionErrorReason = 'unreachable' | 'timed_out' | 'unreadable'

/** A call without a usable answer; whether it took effect is not known. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError'
  readonly reason: ConnectionErrorReason
  /** The HTTP status of an unreadable answer. */
  readonly status: number | undefined
  /** How long an unreadable answer, a proxy's perhaps, asks to wait. */
  readonly retryAfterMs: number | undefined

  constructor(
    reason: ConnectionErrorReason,
    message: string,
    details: {
      readonly status?: number
      readonly retryAfterMs?: number | undefined
      readonly cause?: unknown
    } = {},
  ) {
    super(message, 'cause' in details ? { cause: details.cause } : {})
    this.reason = reason
    this.status = details.status
    this.retryAfterMs = details.retryAfterMs
  }
}
