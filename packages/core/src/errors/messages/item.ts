import { defineMessages } from '../define-messages.ts'

/** Library items and their files. */
export const itemMessages = defineMessages({
  'accession.item.not_found': {
    type: 'NOT_FOUND',
    text: 'There is no library item {0}.',
  },
  'accession.item.name_taken': {
    type: 'ALREADY_EXISTS',
    text: 'Library {1} already has an item named {0}: choose another name, or update that item.',
  },
  'accession.item.copy_name_taken': {
    type: 'INVALID_ARGUMENT',
    text: 'Library {1} already has an item named {0}: choose another name for the copy.',
  },
  'accession.item.name_empty': {
    type: 'INVALID_ARGUMENT',
    text: 'A library item needs a name of 1 to {0} characters.',
  },
  'accession.item.name_too_long': {
    type: 'INVALID_ARGUMENT',
    text: 'The item name has {0} characters: {1} are allowed.',
  },
  'accession.item.name_control_characters': {
    type: 'INVALID_ARGUMENT',
    text: 'The item name holds a control character: remove it.',
  },
  'accession.item.description_too_long': {
    type: 'INVALID_ARGUMENT',
    text: 'The description of the item has {0} characters: {1} are allowed.',
  },
  'accession.item.description_control_characters': {
    type: 'INVALID_ARGUMENT',
    text: 'The description of the item holds a control character: remove it.',
  },
  'accession.item.type_too_long': {
    type: 'INVALID_ARGUMENT',
    text: 'The item type has {0} characters: {1} are allowed.',
  },
  'accession.item.version_stale': {
    type: 'INVALID_ARGUMENT',
    text: 'Item {0} is at version {1}, not {2}: read it again, then repeat the change.',
  },
  'accession.item.library_in_use': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'Library {0} is used by {1}, and its usages guard its items too: remove these usages first, or let the library no longer apply them to its items.',
  },
  'accession.item.find_needs_property': {
    type: 'INVALID_ARGUMENT',
    text: 'To find items, give at least one of name, library_id, source_id, type and cached.',
  },
  'accession.item.change_not_found': {
    type: 'NOT_FOUND',
    text: 'Nothing is known of a version {0} of item {1}: it never had it, or has had too many since.',
  },
  'accession.item.file_not_found': {
    type: 'NOT_FOUND',
    text: 'Item {1} has no file named {0}.',
  },
})
