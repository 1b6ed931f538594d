import { defineMessages } from '../define-messages.ts'

/** Publishing libraries, and reading what is published. */
export const publishingMessages = defineMessages({
  'accession.publishing.not_published': {
    type: 'NOT_FOUND',
    text: 'No library is published as {0}.',
  },
  'accession.publishing.item_not_found': {
    type: 'NOT_FOUND',
    text: 'The published library {0} has no item {1}.',
  },
  'accession.publishing.file_not_found': {
    type: 'NOT_FOUND',
    text: 'The published library {0} has no file at this address, or no longer: read its items.json again.',
  },
  'accession.publishing.in_maintenance': {
    type: 'SERVICE_UNAVAILABLE',
    text: 'The published library {0} is in maintenance, and gives out no files until that ends: try again later.',
  },
  'accession.publishing.unpublished_meanwhile': {
    type: 'NOT_FOUND',
    text: 'Library {0} is published no longer.',
  },
  'accession.publishing.user_name_other': {
    type: 'INVALID_ARGUMENT',
    text: 'Subscribers sign in as {0}: leave publish_info.user_name out, or set it to that.',
  },
  'accession.publishing.password_missing': {
    type: 'INVALID_ARGUMENT',
    text: 'With authentication_method BASIC a library needs a password: set publish_info.password.',
  },
  'accession.publishing.password_unexpected': {
    type: 'INVALID_ARGUMENT',
    text: 'A password is for authentication_method BASIC: set that too, or leave publish_info.password out.',
  },
  'accession.publishing.current_password_missing': {
    type: 'INVALID_ARGUMENT',
    text: 'To change the password, to switch BASIC off or to stop publishing, set publish_info.current_password.',
  },
  'accession.publishing.current_password_wrong': {
    type: 'INVALID_ARGUMENT',
    text: 'publish_info.current_password is not the current password of library {0}.',
  },
  'accession.publishing.local_library_only': {
    type: 'INVALID_ARGUMENT',
    text: 'How a library is published changes with local_library.update: leave publish_info out here, or as it is.',
  },
})
