import type { AnyOperation, LocalizableMessage } from '@accession/core/contract'
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
  const value = spelling === 'rest' && isMembers(body) ? body['value'] : body
  if (value === undefined || value === null) {
    throw unreadable(operation.name, response, 'an answer without a value')
  }
  return convertMaps(operation.result, value, 'object')
}

/** The error in a server's answer: either spelling's form, whatever the call was spelled in. */
export const readError = async (
  operation: string,
  response: Response,
): Promise<ApiError | ConnectionError> => {
  const body = parse(await response.text())
  const type = isMembers(body) ? typeOf(body) : undefined
  if (!isMembers(body) || type === undefined) {
    return unreadable(operation, response, 'something else than this API sends')
  }
  const inner = isMembers(body['value']) ? body['value'] : body
  const messages = Array.isArray(inner['messages']) ? (inner['messages'] as readonly unknown[]) : []
  return new ApiError(operation, {
    type,
    status: response.status,
    messages: messages.filter(isMembers).map(messageOf),
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

const unreadable = (operation: string, { status, url }: Response, what: string): ConnectionError =>
  new ConnectionError(
    'unreadable',
    `${operation}: ${url === '' ? 'the server' : new URL(url).origin} answered ${status} with ${what}: is it a content library?`,
    { status },
  )

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const typeOf = (body: Members): ErrorType | undefined => {
  const flat = body['error_type']
  const nested = body['type']
  const name =
    typeof flat === 'string'
      ? flat
      : typeof nested === 'string'
        ? nested.slice(nested.lastIndexOf('.') + 1).toUpperCase()
        : ''
  return isErrorType(name) ? name : undefined
}

const messageOf = (message: Members): LocalizableMessage => ({
  id: textOf(message['id']),
  default_message: textOf(message['default_message']),
  args: Array.isArray(message['args']) ? message['args'].map(String) : [],
})

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
