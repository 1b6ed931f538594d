import { checksumInfo } from './checksum-info.ts'
import { localizableMessage } from './localizable-message.ts'
import { transferEndpoint } from './transfer-endpoint.ts'
import { boolean, enumeration, integer, list, optional, set, string, structure } from './types.ts'
import type { Infer } from './types.ts'

/** How a file's bytes come: untouched or none, sent by the client, or fetched by the server. */
export const fileSourceType = enumeration(
  'com.vmware.content.library.item.updatesession.file.source_type',
  ['NONE', 'PUSH', 'PULL'],
)
export type FileSourceType = Infer<typeof fileSourceType>

/** How far a file's bytes have come. */
export const transferStatus = enumeration('com.vmware.content.library.item.transfer_status', [
  'WAITING_FOR_TRANSFER',
  'TRANSFERRING',
  'READY',
  'VALIDATING',
  'ERROR',
])
export type TransferStatus = Infer<typeof transferStatus>

/** A file to add; a name already in the session or the item is replaced. */
export const updateSessionFileAddSpec = structure(
  'com.vmware.content.library.item.updatesession.file.add_spec',
  {
    /** 1 to 255 bytes of UTF-8. */
    name: string,
    source_type: fileSourceType,
    source_endpoint: optional(transferEndpoint),
    /** Bytes; without it the size is not checked. */
    size: optional(integer),
    /** Without it the content is not checked. */
    checksum_info: optional(checksumInfo),
  },
  {
    unions: {
      source_type: { NONE: {}, PUSH: {}, PULL: { source_endpoint: 'required' } },
    },
  },
)
export type UpdateSessionFileAddSpec = Infer<typeof updateSessionFileAddSpec>

/** A file as the session would leave it. */
export const updateSessionFileInfo = structure(
  'com.vmware.content.library.item.updatesession.file.info',
  {
    name: string,
    source_type: fileSourceType,
    source_endpoint: optional(transferEndpoint),
    upload_endpoint: optional(transferEndpoint),
    status: transferStatus,
    /** Bytes as declared; once READY, as received. */
    size: optional(integer),
    bytes_transferred: integer,
    checksum_info: optional(checksumInfo),
    /** Why the file is in ERROR. */
    error_message: optional(localizableMessage),
    /** False for what is checked and then not listed: an OVF's manifest and certificate. */
    keep_in_storage: optional(boolean),
  },
  {
    unions: {
      source_type: {
        NONE: {},
        PUSH: { upload_endpoint: 'required' },
        PULL: { source_endpoint: 'required' },
      },
    },
  },
)
export type UpdateSessionFileInfo = Infer<typeof updateSessionFileInfo>

/** A file that `validate` refuses, and why. */
export const fileValidationError = structure(
  'com.vmware.content.library.item.updatesession.file.validation_error',
  { name: string, error_message: localizableMessage },
)
export type FileValidationError = Infer<typeof fileValidationError>

/** What stands between a session's files and `complete`. */
export const fileValidationResult = structure(
  'com.vmware.content.library.item.updatesession.file.validation_result',
  {
    has_errors: boolean,
    missing_files: set(string),
    invalid_files: list(fileValidationError),
  },
)
export type FileValidationResult = Infer<typeof fileValidationResult>
