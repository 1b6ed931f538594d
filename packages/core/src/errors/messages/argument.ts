import { defineMessages } from '../define-messages.ts'

/** Arguments that cannot be right whatever the state of the library. */
export const argumentMessages = defineMessages({
  'accession.argument.missing': {
    type: 'INVALID_ARGUMENT',
    text: '{0} is missing: it is required here.',
  },
  'accession.argument.mistyped': {
    type: 'INVALID_ARGUMENT',
    text: '{0} must be {1}.',
  },
  'accession.argument.unknown_value': {
    type: 'INVALID_ARGUMENT',
    text: '{0} has the unknown value {1}: choose one of {2}.',
  },
  'accession.argument.integer_too_large': {
    type: 'INVALID_ARGUMENT',
    text: '{0} is beyond 9007199254740991 (2^53 - 1), the largest integer this server takes.',
  },
  'accession.argument.negative': {
    type: 'INVALID_ARGUMENT',
    text: '{0} must not be negative.',
  },
  'accession.argument.date_time_malformed': {
    type: 'INVALID_ARGUMENT',
    text: '{0} must be a moment in UTC such as 2026-01-31T09:30:00.000Z.',
  },
  'accession.argument.too_long': {
    type: 'INVALID_ARGUMENT',
    text: '{0} is longer than {1} characters.',
  },
  'accession.argument.too_many': {
    type: 'INVALID_ARGUMENT',
    text: '{0} has more than {1} elements: split the call.',
  },
  'accession.argument.control_characters': {
    type: 'INVALID_ARGUMENT',
    text: '{0} holds a control character: remove it.',
  },
  'accession.argument.union_field_missing': {
    type: 'INVALID_ARGUMENT',
    text: '{0} is missing: it is required when {1} is {2}.',
  },
  'accession.argument.union_field_unexpected': {
    type: 'INVALID_ARGUMENT',
    text: '{0} does not go with {1} = {2}: remove it.',
  },
  'accession.argument.client_token_not_uuid': {
    type: 'INVALID_ARGUMENT',
    text: 'The client token {0} is not a UUID: make a new random one for each new call.',
  },
  'accession.argument.client_token_reused': {
    type: 'INVALID_ARGUMENT',
    text: 'The client token {0} was used before with another specification: make a new random one.',
  },
  'accession.argument.list_too_long': {
    type: 'SERVICE_UNAVAILABLE',
    text: 'The answer has more than {0} entries: ask for less with another find or list.',
  },
})
