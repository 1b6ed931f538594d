import { defineMessages } from '../define-messages.ts'

/** Bytes on their way in or out; most also end up as the error_message of a file. */
export const transferMessages = defineMessages({
  'accession.transfer.size_mismatch': {
    type: 'INVALID_ARGUMENT',
    text: 'File {0} was declared with {1} bytes, but {2} arrived: send it again.',
  },
  'accession.transfer.larger_than_declared': {
    type: 'INVALID_ARGUMENT',
    text: 'File {0} was declared with {1} bytes, but more are being sent: declare its real size and send it again.',
  },
  'accession.transfer.too_large': {
    type: 'INVALID_ARGUMENT',
    text: 'File {0} is larger than {1} bytes, the most this server takes.',
  },
  'accession.transfer.checksum_mismatch': {
    type: 'INVALID_ARGUMENT',
    text: 'File {0} has the {1} checksum {3}, but {2} was declared: send it again.',
  },
  'accession.transfer.manifest_mismatch': {
    type: 'INVALID_ARGUMENT',
    text: 'File {0} has the {1} digest {3}, but the manifest says {2}: send the file that the manifest was made for.',
  },
  'accession.transfer.interrupted': {
    type: 'INVALID_ARGUMENT',
    text: 'The upload of file {0} broke off after {1} bytes: send it again.',
  },
  'accession.transfer.too_slow': {
    type: 'TIMED_OUT',
    text: 'The upload of file {0} was cut because no more than {1} bytes came in {2} seconds: send it again.',
  },
  'accession.transfer.superseded': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'Another upload of file {0} has taken the place of this one.',
  },
  'accession.transfer.not_wanted': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'File {0} is no longer wanted: its update session has ended, or the file was removed or added again.',
  },
  'accession.transfer.library_in_maintenance': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'File {0} cannot be transferred now: its library is in maintenance. Try again once that has ended.',
  },
  'accession.transfer.too_many_at_once': {
    type: 'SERVICE_UNAVAILABLE',
    text: 'So many files are being transferred as the configuration allows at once, {0}: try again.',
  },
  'accession.transfer.already_received': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'File {0} has been received already: to replace it, add it to the update session again.',
  },
  'accession.transfer.capability_invalid': {
    type: 'NOT_FOUND',
    text: 'This transfer address is wrong or no longer valid: read the endpoint again from its session.',
  },
  'accession.transfer.range_not_satisfiable': {
    type: 'INVALID_ARGUMENT',
    text: 'The range {0} lies outside the {1} bytes of the file.',
  },
  'accession.transfer.partial_upload': {
    type: 'INVALID_ARGUMENT',
    text: 'Content-Range is not taken: send file {0} whole.',
  },
  'accession.transfer.needs_parts': {
    type: 'INVALID_ARGUMENT',
    text: 'File {0} is larger than the {1} bytes that one request may bring here: send it in parts, which a POST to the same address with ?parts begins.',
  },
  'accession.transfer.parts_unsupported': {
    type: 'UNSUPPORTED',
    text: 'Files are not taken in parts here: send file {0} whole.',
  },
  'accession.transfer.too_many_read': {
    type: 'INVALID_ARGUMENT',
    text: 'File {0} is one too many: an update session takes {1} files that are read as a whole, as descriptors and manifests are. Remove some.',
  },
  'accession.transfer.archive_in_parts': {
    type: 'UNSUPPORTED',
    text: 'Archive {0} is not taken in parts: send it in one request, or the files in it one by one.',
  },
  'accession.transfer.part_wrong': {
    type: 'INVALID_ARGUMENT',
    text: 'Part {1} of file {0} cannot be: parts are counted from 1 to {2}, and have {3} bytes each but for the last.',
  },
  'accession.transfer.part_size_unknown': {
    type: 'INVALID_ARGUMENT',
    text: 'Part {1} of file {0} came without its length: send it with Content-Length.',
  },
  'accession.transfer.parts_differ': {
    type: 'INVALID_ARGUMENT',
    text: 'The tags are not those of the parts of file {0} that have arrived, in their order: send what is missing, then all tags again.',
  },
  'accession.transfer.no_archive': {
    type: 'INVALID_ARGUMENT',
    text: 'File {0} does not stand for a set of files that can be read as {1}: an item of type ovf can be read as ova, at the address of its descriptor.',
  },
  'accession.transfer.content_encoding': {
    type: 'INVALID_ARGUMENT',
    text: 'Content-Encoding {0} is not taken: send the bytes of the file as they are.',
  },
  'accession.transfer.out_of_space': {
    type: 'UNABLE_TO_ALLOCATE_RESOURCE',
    text: 'There is no room for the {1} bytes of file {0}: free some space and try again; the session lives on.',
  },
  'accession.transfer.bytes_damaged': {
    type: 'INTERNAL_SERVER_ERROR',
    text: 'The stored bytes of {0} are missing, cut or changed: whoever runs the library finds out more with `accession admin verify`, and restores them from a backup.',
  },
  'accession.transfer.space_ran_out': {
    type: 'UNABLE_TO_ALLOCATE_RESOURCE',
    text: 'Space ran out while file {0} was received: free some and send it again.',
  },
})
