import { operation, service } from './operation.ts'
import { onItem, onSystem } from './privilege.ts'
import { id, integer, list, nothing, optional, string } from './types.ts'
import { updateSessionModel } from './update-session-model.ts'

const path = '/api/content/library/item/update-session'
const sessionPath = `${path}/{update_session_id}` as const

/** Update sessions: the transactions in which files are uploaded, checked and become visible. */
export const updateSessionService = service(
  'updateSession',
  'com.vmware.content.library.item.update_session',
  {
    /** Opens a session on an item; an item takes one ACTIVE session at a time. */
    create: operation({
      params: { client_token: optional(string), create_spec: updateSessionModel },
      result: id,
      errors: ['INVALID_ARGUMENT', 'INVALID_ELEMENT_TYPE', 'NOT_FOUND', 'RESOURCE_BUSY'],
      privileges: [onItem('ContentLibrary.UpdateSession', 'UpdateSessionModel.library_item_id')],
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
          privilege: 'ContentLibrary.UpdateSession',
          on: 'library_item_id',
          resource: 'com.vmware.content.library.item.UpdateSession',
        },
      ],
      api: { method: 'GET', path, query: ['library_item_id'] },
    }),
    get: operation({
      params: { update_session_id: id },
      result: updateSessionModel,
      errors: ['NOT_FOUND'],
      privileges: [onSystem('System.Anonymous')],
      api: { method: 'GET', path: sessionPath },
    }),
    /** Changes `warning_behavior`, in ACTIVE. */
    update: operation({
      params: { update_session_id: id, update_spec: updateSessionModel },
      result: nothing,
      errors: ['INVALID_ARGUMENT', 'NOT_ALLOWED_IN_CURRENT_STATE', 'NOT_FOUND'],
      privileges: [onSystem('System.Anonymous')],
      api: { method: 'PATCH', path: sessionPath, body: 'update_spec' },
    }),
    /** Pushes the expiry, in ACTIVE; progress (0 to 100) only ever rises. */
    keep_alive: operation({
      params: { update_session_id: id, client_progress: optional(integer) },
      result: nothing,
      errors: ['NOT_ALLOWED_IN_CURRENT_STATE', 'NOT_FOUND'],
      privileges: [onSystem('System.Anonymous')],
      api: { method: 'POST', path: sessionPath, action: 'keep-alive' },
    }),
    /** ACTIVE to DONE: every change becomes visible at once, or none. */
    complete: operation({
      params: { update_session_id: id },
      result: nothing,
      errors: ['NOT_ALLOWED_IN_CURRENT_STATE', 'NOT_FOUND'],
      privileges: [onSystem('System.Anonymous')],
      api: { method: 'POST', path: sessionPath, action: 'complete' },
    }),
    /** ACTIVE to CANCELED: stops transfers and frees what was received. */
    cancel: operation({
      params: { update_session_id: id },
      result: nothing,
      errors: ['NOT_ALLOWED_IN_CURRENT_STATE', 'NOT_FOUND'],
      privileges: [onSystem('System.Anonymous')],
      api: { method: 'POST', path: sessionPath, action: 'cancel' },
    }),
    /** ACTIVE to ERROR, with the client's message. */
    fail: operation({
      params: { update_session_id: id, client_error_message: string },
      result: nothing,
      errors: ['NOT_ALLOWED_IN_CURRENT_STATE', 'NOT_FOUND'],
      privileges: [onSystem('System.Anonymous')],
      api: { method: 'POST', path: sessionPath, action: 'fail' },
    }),
    /** Forgets a session that is DONE, ERROR or CANCELED. */
    delete: operation({
      params: { update_session_id: id },
      result: nothing,
      errors: ['NOT_ALLOWED_IN_CURRENT_STATE', 'NOT_FOUND'],
      privileges: [onSystem('System.Anonymous')],
      api: { method: 'DELETE', path: sessionPath },
    }),
  },
)
