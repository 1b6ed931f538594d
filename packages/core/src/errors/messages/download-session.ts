import { defineMessages } from '../define-messages.ts'

/** Download sessions and the files in them. */
export const downloadSessionMessages = defineMessages({
  'accession.download_session.not_found': {
    type: 'NOT_FOUND',
    text: 'There is no download session {0}: it was never there, or has been deleted.',
  },
  'accession.download_session.not_active': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'Cannot {0} a download session in state {1}: {2}',
  },
  'accession.download_session.expired': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'Cannot {0} a download session in state {1}: it was not used for {2} seconds and expired at {3}.',
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
  'accession.download_session.too_many': {
    type: 'SERVICE_UNAVAILABLE',
    text: 'The item already has {0} download sessions: delete some, or wait until they expire.',
  },
})
