import { downloadSessionModel } from './download-session-model.ts'
import { operation, service } from './operation.ts'
import { onItem, onSystem } from './privilege.ts'
import { id, integer, list, nothing, optional, string } from './types.ts'

const path = '/api/content/library/item/download-session'
const sessionPath = `${path}/{download_session_id}` as const

/** Download sessions: leases on the files of an item. */
export const downloadSessionService = service(
  'downloadSession',
  'com.vmware.content.library.item.download_session',
  {
    create: operation({
      params: { client_token: optional(string), create_spec: downloadSessionModel },
      result: id,
      errors: ['INVALID_ARGUMENT', 'NOT_FOUND'],
      privileges: [
        onItem('ContentLibrary.DownloadSession', 'DownloadSessionModel.library_item_id'),
      ],
      api: {
        method: 'POST',
        path,
        body: 'create_spec',
        headers: { 'Client-Token': 'client_token' },
      },
    }),
    /** The calling user's sessions, of one item if asked. */
    list: operation({
      params: { library_item_id: optional(id) },
      result: list(id),
      errors: ['NOT_FOUND'],
      privileges: [
        {
          privilege: 'ContentLibrary.DownloadSession',
          on: 'library_item_id',
          resource: 'com.vmware.content.library.item.DownloadSession',
        },
      ],
      api: { method: 'GET', path, query: ['library_item_id'] },
    }),
    get: operation({
      params: { download_session_id: id },
      result: downloadSessionModel,
      errors: ['NOT_FOUND'],
      privileges: [onSystem('System.Anonymous')],
      api: { method: 'GET', path: sessionPath },
    }),
    /** Pushes the expiry, in ACTIVE; progress (0 to 100) only ever rises. */
    keep_alive: operation({
      params: { download_session_id: id, progress: optional(integer) },
      result: nothing,
      errors: ['NOT_ALLOWED_IN_CURRENT_STATE', 'NOT_FOUND'],
      privileges: [onSystem('System.Anonymous')],
      api: { method: 'POST', path: sessionPath, action: 'keep-alive' },
    }),
    /** ACTIVE to CANCELED: the download endpoints stop working. */
    cancel: operation({
      params: { download_session_id: id },
      result: nothing,
      errors: ['NOT_ALLOWED_IN_CURRENT_STATE', 'NOT_FOUND'],
      privileges: [onSystem('System.Anonymous')],
      api: { method: 'POST', path: sessionPath, action: 'cancel' },
    }),
    /** ACTIVE to ERROR, with the client's message. */
    fail: operation({
      params: { download_session_id: id, client_error_message: string },
      result: nothing,
      errors: ['NOT_ALLOWED_IN_CURRENT_STATE', 'NOT_FOUND'],
      privileges: [onSystem('System.Anonymous')],
      api: { method: 'POST', path: sessionPath, action: 'fail' },
    }),
    /** Forgets a session, in any state. */
    delete: operation({
      params: { download_session_id: id },
      result: nothing,
      errors: ['NOT_FOUND'],
      privileges: [onSystem('System.Anonymous')],
      api: { method: 'DELETE', path: sessionPath },
    }),
  },
)
