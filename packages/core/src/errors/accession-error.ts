import type { LocalizableMessage } from '../contract/localizable-message.ts'
import { errorTypes } from './error-types.ts'
import type { ErrorType } from './error-types.ts'
import { fillMessage, messages } from './messages.ts'
import type { MessageArguments, MessageId } from './messages.ts'

/** What an error may carry besides its message. */
export interface ErrorDetails {
  /** Members of `data` on the wire, for programs: never anything secret. */
  readonly data?: Readonly<Record<string, unknown>>
  /** Messages after the first. */
  readonly more?: readonly LocalizableMessage[]
  /** Whether the very same call may succeed later; the error's type says, unless said here. */
  readonly retryable?: boolean
  /** What went wrong below; logged, never sent. */
  readonly cause?: unknown
}

/** The one class of every error the project throws on purpose; `messages[0]` is its text. */
export class AccessionError extends Error {
  override readonly name = 'AccessionError'
  readonly type: ErrorType
  /** The id of the first message: `accession.update_session.active`. */
  readonly id: string
  /** What the first message was filled with. */
  readonly args: readonly string[]
  readonly messages: readonly LocalizableMessage[]
  readonly data: Readonly<Record<string, unknown>> | undefined
  readonly retryable: boolean

  constructor(type: ErrorType, message: LocalizableMessage, details: ErrorDetails = {}) {
    super(message.default_message, 'cause' in details ? { cause: details.cause } : {})
    this.type = type
    this.id = message.id
    this.args = message.args
    this.messages = [message, ...(details.more ?? [])]
    this.data = details.data
    this.retryable = details.retryable ?? errorTypes[type].retryable
  }
}

/** Makes the error of a message in the catalog; the caller throws it. */
export const accessionError = <Id extends MessageId>(
  id: Id,
  args: MessageArguments<Id>,
  details?: ErrorDetails,
): AccessionError => new AccessionError(messages[id].type, fillMessage(id, args), details)

/** Whether something caught is an error of ours, of the given type when one is given. */
export const isAccessionError = (error: unknown, type?: ErrorType): error is AccessionError =>
  error instanceof AccessionError && (type === undefined || error.type === type)
