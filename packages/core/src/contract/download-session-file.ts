import { checksumInfo } from './checksum-info.ts'
import { localizableMessage } from './localizable-message.ts'
import { operation, service } from './operation.ts'
import { onSystem } from './privilege.ts'
import { transferEndpoint } from './transfer-endpoint.ts'
import { enumeration, id, integer, list, optional, string, structure } from './types.ts'
import type { Infer } from './types.ts'

/** Whether a download goes over HTTP or straight to a datastore. */
export const downloadEndpointType = enumeration(
  'com.vmware.content.library.item.downloadsession.file.endpoint_type',
  ['HTTPS', 'DIRECT'],
)
export type DownloadEndpointType = Infer<typeof downloadEndpointType>

/** How far a file is prepared for download. */
export const prepareStatus = enumeration(
  'com.vmware.content.library.item.downloadsession.file.prepare_status',
  ['UNPREPARED', 'PREPARE_REQUESTED', 'PREPARING', 'PREPARED', 'ERROR'],
)
export type PrepareStatus = Infer<typeof prepareStatus>

/** A file of a download session; the endpoint is there once it is PREPARED. */
export const downloadSessionFileInfo = structure(
  'com.vmware.content.library.item.downloadsession.file.info',
  {
    name: string,
    status: prepareStatus,
    download_endpoint: optional(transferEndpoint),
    /** Bytes. */
    size: optional(integer),
    bytes_transferred: integer,
    checksum_info: optional(checksumInfo),
    error_message: optional(localizableMessage),
  },
)
export type DownloadSessionFileInfo = Infer<typeof downloadSessionFileInfo>

const path = '/api/content/library/item/download-session/{download_session_id}/file'

/** The files of a download session, as they were when it was created. */
export const downloadSessionFileService = service(
  'downloadSessionFile',
  'com.vmware.content.library.item.downloadsession.file',
  {
    list: operation({
      params: { download_session_id: id },
      result: list(downloadSessionFileInfo),
      errors: ['NOT_FOUND'],
      privileges: [onSystem('System.Anonymous')],
      api: { method: 'GET', path },
    }),
    get: operation({
      params: { download_session_id: id, file_name: string },
      result: downloadSessionFileInfo,
      errors: ['INVALID_ARGUMENT', 'NOT_FOUND'],
      privileges: [onSystem('System.Anonymous')],
      api: { method: 'GET', path, query: ['file_name'] },
    }),
    /** Asks for the endpoint of a file; HTTPS unless said otherwise. */
    prepare: operation({
      params: {
        download_session_id: id,
        file_name: string,
        endpoint_type: optional(downloadEndpointType),
      },
      result: downloadSessionFileInfo,
      errors: ['INVALID_ARGUMENT', 'NOT_FOUND', 'UNAUTHORIZED'],
      privileges: [onSystem('System.Anonymous')],
      api: { method: 'POST', path, action: 'prepare' },
    }),
  },
)
