import { defineMessages } from '../define-messages.ts'

/** OVA archives on their way in or out. */
export const ovaMessages = defineMessages({
  'accession.ova.malformed': {
    type: 'INVALID_ARGUMENT',
    text: 'The archive is no valid OVA: at byte {0}, {1}.',
  },
  'accession.ova.compressed': {
    type: 'INVALID_ARGUMENT',
    text: 'The archive is compressed with gzip, which an OVA is not: unpack it (`gzip -dc packed.ova > unpacked.ova`), then take that.',
  },
  'accession.ova.member_refused': {
    type: 'INVALID_ARGUMENT',
    text: 'Member {0} of the archive is refused: {1}.',
  },
  'accession.ova.truncated': {
    type: 'INVALID_ARGUMENT',
    text: 'The archive ends after {0} bytes, in the middle of {1}: send it whole, or make it again.',
  },
  'accession.ova.name_taken': {
    type: 'INVALID_ARGUMENT',
    text: 'Member {0} of the archive cannot be taken: the update session has a file of that name already. Remove it, then send the archive again.',
  },
  'accession.ova.too_many_members': {
    type: 'INVALID_ARGUMENT',
    text: 'The archive has more than {0} members, the most it may have.',
  },
  'accession.ova.too_large': {
    type: 'INVALID_ARGUMENT',
    text: 'The archive is larger than {0} bytes, the most it may have.',
  },
})
