import { check, checkEqual, checkMatches, isRecord } from '../check/check.ts'
import type { WireAnswer } from './wire-request.ts'

/** An error as a library answers it, whatever the spelling. */
export interface WireError {
  readonly status: number
  readonly type: string
  readonly messages: readonly WireMessage[]
  readonly data: unknown
  readonly answer: WireAnswer
}

/** A text for people, with its id and what fills it. */
export interface WireMessage {
  readonly id: string
  readonly default_message: string
  readonly args: readonly string[]
}

/** Every type of error with its status, as the protocol has them, not as the code under test has. */
const statuses: Readonly<Record<string, number>> = {
  ERROR: 400,
  ALREADY_EXISTS: 400,
  ALREADY_IN_DESIRED_STATE: 400,
  CANCELED: 400,
  CONCURRENT_CHANGE: 400,
  FEATURE_IN_USE: 400,
  INTERNAL_SERVER_ERROR: 500,
  INVALID_ARGUMENT: 400,
  INVALID_ELEMENT_CONFIGURATION: 400,
  INVALID_ELEMENT_TYPE: 400,
  INVALID_REQUEST: 400,
  NOT_ALLOWED_IN_CURRENT_STATE: 400,
  NOT_FOUND: 404,
  OPERATION_NOT_FOUND: 404,
  RESOURCE_BUSY: 400,
  RESOURCE_IN_USE: 400,
  RESOURCE_INACCESSIBLE: 400,
  SERVICE_UNAVAILABLE: 503,
  TIMED_OUT: 504,
  UNABLE_TO_ALLOCATE_RESOURCE: 400,
  UNAUTHENTICATED: 401,
  UNAUTHORIZED: 403,
  UNEXPECTED_INPUT: 400,
  UNSUPPORTED: 400,
  UNVERIFIED_PEER: 400,
}

/** The status that a type of error has, where errors have one. */
export const statusOfError = (type: string): number => {
  const status = statuses[type]
  check(status !== undefined, `${type} is no type of error`)
  return status
}

/** Reads the flat body of an error; fails unless every part of it is as it must be. */
export const readFlatError = (
  body: unknown,
  answer: WireAnswer,
  { status = undefined as number | undefined } = {},
): WireError => {
  check(isRecord(body), `The body of an error must be an object, not ${answer.text.slice(0, 200)}`)
  const { error_type: type, messages, data } = body
  const expected = statuses[String(type)]
  check(typeof type === 'string' && expected !== undefined, `${String(type)} is no type of error`)
  checkEqual(`The status of ${type}`, answer.status, status ?? expected)
  check(Array.isArray(messages) && messages.length > 0, 'An error must have a message')
  for (const message of messages) checkMessage(message)
  if ('data' in body) check(isRecord(data), 'The data of an error must be an object')
  return { status: answer.status, type, messages: messages as WireMessage[], data, answer }
}

const checkMessage = (message: unknown): void => {
  checkMatches('A message', message, { id: /^[\w-]+(\.[\w-]+)+$/, default_message: /\S/ })
  const { default_message, args } = message as Partial<WireMessage>
  check(Array.isArray(args), 'The args of a message must be a list')
  for (const arg of args) {
    check(typeof arg === 'string', 'An argument of a message must be a string')
    const isToldOf = default_message?.includes(arg) === true
    check(isToldOf, `The argument ${arg} does not fill its message: ${default_message}`)
  }
}
