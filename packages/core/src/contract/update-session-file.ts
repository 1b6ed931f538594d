import { operation, service } from './operation.ts'
import { onSystem } from './privilege.ts'
import { id, list, nothing, string } from './types.ts'
import {
  fileValidationResult,
  updateSessionFileAddSpec,
  updateSessionFileInfo,
} from './update-session-file-info.ts'

const path = '/api/content/library/item/update-session/{update_session_id}/file'

/** The files of an update session: the item's own, with the session's changes. */
export const updateSessionFileService = service(
  'updateSessionFile',
  'com.vmware.content.library.item.updatesession.file',
  {
    add: operation({
      params: { update_session_id: id, file_spec: updateSessionFileAddSpec },
      result: updateSessionFileInfo,
      errors: ['INVALID_ARGUMENT', 'NOT_ALLOWED_IN_CURRENT_STATE', 'NOT_FOUND', 'UNAUTHORIZED'],
      privileges: [onSystem('System.Anonymous')],
      api: { method: 'POST', path, body: 'file_spec' },
    }),
    list: operation({
      params: { update_session_id: id },
      result: list(updateSessionFileInfo),
      errors: ['NOT_FOUND'],
      privileges: [onSystem('System.Anonymous')],
      api: { method: 'GET', path },
    }),
    get: operation({
      params: { update_session_id: id, file_name: string },
      result: updateSessionFileInfo,
      errors: ['INVALID_ARGUMENT', 'NOT_FOUND'],
      privileges: [onSystem('System.Anonymous')],
      api: { method: 'GET', path: `${path}/{file_name}` },
    }),
    /** Takes a file out of the item at `complete`; also refused when the session is not ACTIVE. */
    remove: operation({
      params: { update_session_id: id, file_name: string },
      result: nothing,
      errors: ['INVALID_ARGUMENT', 'NOT_FOUND'],
      privileges: [onSystem('System.Anonymous')],
      api: { method: 'DELETE', path: `${path}/{file_name}` },
    }),
    validate: operation({
      params: { update_session_id: id },
      result: fileValidationResult,
      errors: ['NOT_ALLOWED_IN_CURRENT_STATE', 'NOT_FOUND'],
      privileges: [onSystem('System.Anonymous')],
      api: { method: 'POST', path, action: 'validate' },
    }),
  },
)
