import type { AnyOperation, LocalizableMessage, Type } from '@accession/core/contract'
import { isErrorType, type ErrorType } from '@accession/core/errors'
import { ApiError } from './api-error.ts'
import { ConnectionError } from './connection-error.ts'
import { convertMaps } from './convert-maps.ts'
import type { Spelling } from './encode-call.ts'

type Members = Readonly<Record<string, unknown>>

/** The result in a server's answer to an operation; throws the error in it. */
export const readReply = async (
  operation: AnyOperation,
  response: Response,
  spelling: Spelling,
): Promise<unknown> => {
  if (!response.ok) throw await readError(operation.name, response)
  const text = await response.text()
  if (operation.result.kind === 'void') return undefined
  const body = parse(text)
  const value = spelling === 'rest' ? membersOf(body)['value'] : body
  // Servers written in Go spell an empty list so.
  if (value === null && isList(operation.result)) return []
  if (!hasForm(operation.result, value)) {
    throw unreadable(operation.name, response, 'another value than the operation answers')
  }
  return convertMaps(operation.result, value, 'object')
}

/** The error in a server's answer: either spelling's form, whatever the call was spelled in. */
export const readError = async (
  operation: string,
  response: Response,
): Promise<ApiError | ConnectionError> => {
  const body = membersOf(parse(await response.text()))
  // Proxies and simulators say no more than a 401, and it is enough.
  const type = typeOf(body) ?? (response.status === 401 ? 'UNAUTHENTICATED' : undefined)
  if (type === undefined) {
    return unreadable(operation, response, 'something else than this API sends')
  }
  const inner = isMembers(body['value']) ? body['value'] : body
  return new ApiError(operation, {
    type,
    status: response.status,
    messages: [inner['messages']].flat().filter(isMembers).map(messageOf),
    data: inner['data'] ?? body['data'],
    retryAfterMs: retryAfterMs(response.headers.get('retry-after')),
  })
}

/** How long a `Retry-After` header asks to wait: it is seconds, or a date. */
export const retryAfterMs = (header: string | null, nowMs = Date.now()): number | undefined => {
  if (header === null) return undefined
  if (/^\d+$/.test(header.trim())) return Number(header) * 1_000
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs)
}

const unreadable = (
  operation: string,
  { status, url, headers }: Response,
  what: string,
): ConnectionError =>
  new ConnectionError(
    'unreadable',
    `${operation}: ${url === '' ? 'the server' : new URL(url).origin} answered ${status} with ${what}: is it a content library?`,
    { status, retryAfterMs: retryAfterMs(headers.get('retry-after')) },
  )

const isList = ({ kind }: Type): boolean => kind === 'list' || kind === 'set'

/** Whether a value has at least the outer form of its type: text, a list, an object. */
const hasForm = (type: Type, value: unknown): boolean => {
  if (isList(type)) return Array.isArray(value)
  const isObject = type.kind === 'structure' || type.kind === 'map'
  return typeof value === (isObject ? 'object' : 'string') && value !== null
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const membersOf = (value: unknown): Members => (isMembers(value) ? value : {})

/** `NOT_FOUND` as `/api` spells it, `com.vmware.vapi.std.errors.not_found` as `/rest` does. */
const typeOf = (body: Members): ErrorType | undefined => {
  const name = textOf(body['error_type'] ?? body['type'])
  const type = name.slice(name.lastIndexOf('.') + 1).toUpperCase()
  return isErrorType(type) ? type : undefined
}

const messageOf = (message: Members): LocalizableMessage => ({
  id: textOf(message['id']),
  default_message: textOf(message['default_message']),
  args: [message['args'] ?? []].flat().map(String),
})

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
