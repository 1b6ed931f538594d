import { ApiError } from './api-error.ts'
import { ConnectionError } from './connection-error.ts'
import { TransferError } from './transfer-error.ts'

/** Every error of the client's own; `switch` on its `name`. */
export type ClientError = ApiError | ConnectionError | TransferError

/** Whether something caught is an error of the client's own, and no mistake of the program. */
export const isClientError = (error: unknown): error is ClientError =>
  error instanceof ApiError || error instanceof ConnectionError || error instanceof TransferError
