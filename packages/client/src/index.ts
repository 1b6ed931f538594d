export { ApiError, isApiError } from './api-error.ts'
export type { ApiErrorFacts } from './api-error.ts'
export { ConnectionError } from './connection-error.ts'
export type { ConnectionErrorReason } from './connection-error.ts'
export { createConnection } from './connection.ts'
export type {
  CallOptions,
  Connection,
  ConnectionOptions,
  Credentials,
  TransferRequest,
} from './connection.ts'
export { createClient } from './create-client.ts'
export type { Client, Method, ServiceMethods } from './create-client.ts'
export { downloadItem } from './download-item.ts'
export type { Digest, DownloadedFile, DownloadOptions } from './download-item.ts'
export type { Spelling } from './encode-call.ts'
export type { Progress } from './progress.ts'
export { TransferError } from './transfer-error.ts'
export type { LeftBehind } from './undo-upload.ts'
export { uploadItem } from './upload-item.ts'
export type { UploadFile, UploadOptions } from './upload-item.ts'
