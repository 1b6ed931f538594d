import { defineMessages } from '../define-messages.ts'

/** The bytes behind files, known by the id of their blob alone. */
export const blobMessages = defineMessages({
  'accession.blob.not_found': {
    type: 'NOT_FOUND',
    text: 'The file storage has no bytes under {0}.',
  },
  'accession.blob.already_exists': {
    type: 'ALREADY_EXISTS',
    text: 'The file storage has bytes under {0} already, and stored bytes never change.',
  },
  'accession.blob.deleted_meanwhile': {
    type: 'CONCURRENT_CHANGE',
    text: 'The bytes under {0} were deleted while they were being written.',
  },
  'accession.blob.changed': {
    type: 'INTERNAL_SERVER_ERROR',
    text: 'The bytes under {0} are not those that were stored ({1} was expected, {2} found): restore them from a backup.',
  },
  'accession.blob.place_unknown': {
    type: 'SERVICE_UNAVAILABLE',
    text: 'The bytes are in the file storage {0}, which this server does not know: whoever runs it names it in ACCESSION_BLOB_STORES.',
  },
  'accession.blob.places_forgotten': {
    type: 'SERVICE_UNAVAILABLE',
    text: 'A move of library {0} was broken off, so its bytes are in several places: whoever runs the server names them in ACCESSION_BLOB_STORES.',
  },
  'accession.blob.damaged': {
    type: 'INTERNAL_SERVER_ERROR',
    text: 'The bytes under {0} end at byte {1} of {2}: restore them from a backup.',
  },
  'accession.blob.storage_full': {
    type: 'UNABLE_TO_ALLOCATE_RESOURCE',
    text: 'The file storage is full: free some space and try again.',
  },
  'accession.blob.storage_refuses': {
    type: 'SERVICE_UNAVAILABLE',
    text: 'The file storage refuses this server ({0}): its operator checks bucket, region, keys and permissions.',
  },
  'accession.blob.size_unknown': {
    type: 'UNABLE_TO_ALLOCATE_RESOURCE',
    text: 'The file storage takes a file of this size only when the size is known first: send it with Content-Length.',
  },
})
