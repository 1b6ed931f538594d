import { defineMessages } from '../define-messages.ts'

/** Download sessions and the files in them. */
export const downloadSessionMessages = defineMessages({
  'accession.download_session.not_found': {
    type: 'NOT_FOUND',
    text: 'There is no download session {0}: it was never there, or has been deleted.',
  },
  'accession.download_session.not_active': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: '{0} needs an ACTIVE download session, and this one is {1}: {2}',
  },
  'accession.download_session.canceled': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'The session has been canceled.',
  },
  'accession.download_session.failed': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: '{0}',
  },
  'accession.download_session.expired': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'The session was not used for {0} seconds and expired at {1}: create a new one.',
  },
  'accession.download_session.error_message_too_long': {
    type: 'INVALID_ARGUMENT',
    text: 'client_error_message has {0} characters: {1} are allowed.',
  },
  'accession.download_session.file_not_found': {
    type: 'INVALID_ARGUMENT',
    text: 'Download session {1} has no file named {0}.',
  },
  'accession.download_session.endpoint_type_not_served': {
    type: 'INVALID_ARGUMENT',
    text: 'Endpoint type {0} is not served: ask for HTTPS.',
  },
  'accession.download_session.file_not_fetched': {
    type: 'RESOURCE_INACCESSIBLE',
    text: 'File {0} was not fetched from its publisher: the task that synchronized item {1} says why (`accession task ls {1}`, or task.list). Prepare it again to try again.',
  },
  'accession.download_session.file_replaced': {
    type: 'INVALID_ARGUMENT',
    text: 'File {0} was never here as this session shows it, and its publisher has replaced it: open another session.',
  },
})
