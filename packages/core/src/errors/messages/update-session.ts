import { defineMessages } from '../define-messages.ts'

/** Update sessions and the files in them. */
export const updateSessionMessages = defineMessages({
  'accession.update_session.not_found': {
    type: 'NOT_FOUND',
    text: 'There is no update session {0}: it was never there, or has been deleted.',
  },
  'accession.update_session.item_busy': {
    type: 'RESOURCE_BUSY',
    text: 'Item {0} is being changed by update session {1} of {2}, which expires at {3} unless it is used: wait for it, or cancel it.',
  },
  'accession.update_session.not_active': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: '{0} needs an ACTIVE update session, and this one is {1}: {2}',
  },
  'accession.update_session.done': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'The session has been completed.',
  },
  'accession.update_session.canceled': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'The session has been canceled.',
  },
  'accession.update_session.failed': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: '{0}',
  },
  'accession.update_session.expired': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'The session was not used for {0} seconds and expired at {1}: create a new one.',
  },
  'accession.update_session.files_not_ready': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: '{0} needs every file of the session to be READY. Upload or remove: {1}',
  },
  'accession.update_session.active': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'Update session {0} is ACTIVE: cancel, fail or complete it, then delete it.',
  },
  'accession.update_session.content_invalid': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'The files do not make a valid item: {0}',
  },
  'accession.update_session.error_message_too_long': {
    type: 'INVALID_ARGUMENT',
    text: 'client_error_message has {0} characters: {1} are allowed.',
  },
  'accession.update_session.file_not_found': {
    type: 'INVALID_ARGUMENT',
    text: 'Neither update session {1} nor its item has a file named {0}.',
  },
  'accession.update_session.file_name_invalid': {
    type: 'INVALID_ARGUMENT',
    text: 'The file name {0} is not allowed: {1}.',
  },
  'accession.update_session.file_too_late': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'File {0} must be added before {1}, which it tells of: remove {1} from the session, add {0}, then add {1} again.',
  },
  'accession.update_session.files_too_many': {
    type: 'INVALID_ARGUMENT',
    text: 'An update session takes {0} files: complete this one, then open another.',
  },
  'accession.update_session.completing': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: '{0} comes too late: update session {1} completes as soon as its last file is pulled. Cancel it to change it.',
  },
  'accession.update_session.checksum_malformed': {
    type: 'INVALID_ARGUMENT',
    text: 'A {0} checksum is {1} hexadecimal digits.',
  },
})
