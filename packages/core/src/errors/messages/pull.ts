import { defineMessages } from '../define-messages.ts'

/** Files that are fetched from elsewhere; none of them tells more of an address than its host. */
export const pullMessages = defineMessages({
  'accession.pull.source_invalid': {
    type: 'INVALID_ARGUMENT',
    text: 'File {0} cannot be pulled from its source_endpoint: {1}.',
  },
  'accession.pull.probed': {
    type: 'RESOURCE_INACCESSIBLE',
    text: '{0}',
  },
  'accession.pull.not_fetched': {
    type: 'RESOURCE_INACCESSIBLE',
    text: 'File {0} could not be pulled: {1}',
  },
  'accession.pull.refused': {
    type: 'RESOURCE_INACCESSIBLE',
    text: 'File {0} could not be pulled: {1} answers with status {2}.',
  },
  'accession.pull.changed': {
    type: 'RESOURCE_INACCESSIBLE',
    text: 'File {0} is another one at {1} than it was when its pull began.',
  },
  'accession.pull.in_pieces': {
    type: 'RESOURCE_INACCESSIBLE',
    text: 'File {0} could not be fetched: what has arrived of it is in {1} pieces, so often did it break off.',
  },
  'accession.pull.given_up': {
    type: 'RESOURCE_INACCESSIBLE',
    text: 'File {0} could not be pulled, though it was tried {1} times. The last time: {2}',
  },
  'accession.pull.stopped': {
    type: 'CANCELED',
    text: 'The pull of file {0} was stopped: add the file again to pull it anew.',
  },
  'accession.pull.session_failed': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'The session was to complete with its last pull, but: {0}',
  },
})
