import type { ErrorType } from '@accession/core/errors'
import { expectTypeOf } from 'vitest'
import { isApiError, type ApiError } from './api-error.ts'
import { isClientError, type ClientError } from './client-error.ts'
import type { ConnectionError, ConnectionErrorReason } from './connection-error.ts'
import type { TransferError } from './transfer-error.ts'

declare const caught: unknown

/** Every error of the client, by its name; a case that is missing leaves more than `never`. */
export const byName = (error: ClientError): string => {
  switch (error.name) {
    case 'ApiError':
      expectTypeOf(error).toEqualTypeOf<ApiError>()
      return error.type
    case 'ConnectionError':
      expectTypeOf(error).toEqualTypeOf<ConnectionError>()
      return error.reason
    case 'TransferError':
      expectTypeOf(error).toEqualTypeOf<TransferError>()
      return error.message
    default:
      return error satisfies never
  }
}

/** Every reason of a call without an answer. */
export const byReason = (reason: ConnectionErrorReason): boolean => {
  switch (reason) {
    case 'unreachable':
    case 'timed_out':
      return true
    case 'unreadable':
      return false
    default:
      return reason satisfies never
  }
}

/** Nothing is left over when every case has been named. */
export const byNameOrNever = (error: ClientError): string => {
  if (error.name === 'ApiError' || error.name === 'ConnectionError') return error.message
  expectTypeOf(error).toEqualTypeOf<TransferError>()
  return error.file ?? ''
}

if (isClientError(caught)) expectTypeOf(caught).toEqualTypeOf<ClientError>()

if (isApiError(caught)) {
  expectTypeOf(caught.type).toEqualTypeOf<ErrorType>()
  // @ts-expect-error: no server answers that
  if (caught.type === 'NOT_FUNNY') throw caught
}

if (isApiError(caught, 'NOT_FOUND', 'RESOURCE_BUSY')) {
  expectTypeOf(caught.type).toEqualTypeOf<'NOT_FOUND' | 'RESOURCE_BUSY'>()
}
