import { defineMessages } from '../define-messages.ts'

/** What the type of an item finds wrong with its files, taken together. */
export const itemTypeMessages = defineMessages({
  'accession.item_type.file_unreadable': {
    type: 'INVALID_ARGUMENT',
    text: 'File {0} cannot be read: {1}.',
  },
  'accession.item_type.descriptor_missing': {
    type: 'INVALID_ARGUMENT',
    text: 'File {0} belongs to an item of type {1}, which needs a descriptor, a file named *{2}: add it.',
  },
  'accession.item_type.descriptor_second': {
    type: 'INVALID_ARGUMENT',
    text: 'An item of type {1} has one descriptor, and {0} is one besides {2}: remove one of them.',
  },
  'accession.item_type.manifest_second': {
    type: 'INVALID_ARGUMENT',
    text: 'A package has one manifest, and {0} is one besides {1}: remove one of them.',
  },
  'accession.item_type.archive_whole': {
    type: 'INVALID_ARGUMENT',
    text: 'Archive {0} came before the item was of type {1}, and has not become its members: add it again and send it again.',
  },
  'accession.item_type.size_differs': {
    type: 'INVALID_ARGUMENT',
    text: 'File {0} has {1} bytes, but {2} says {3}.',
  },
  'accession.item_type.digest_differs': {
    type: 'INVALID_ARGUMENT',
    text: 'File {0} has the {1} digest {3}, but {4} says {2}.',
  },
  'accession.item_type.named_missing': {
    type: 'INVALID_ARGUMENT',
    text: '{0} names {1}, which is not there.',
  },
  'accession.item_type.not_named': {
    type: 'INVALID_ARGUMENT',
    text: '{0} does not name {1}, so nobody can say whether that file is as it was made.',
  },
})
