import { defineMessages } from '../define-messages.ts'

/** Trouble that is not the caller's. */
export const serviceMessages = defineMessages({
  'accession.service.too_many_conflicts': {
    type: 'SERVICE_UNAVAILABLE',
    text: 'Others keep changing the same thing: nothing was changed, try again.',
  },
  'accession.service.store_failing': {
    type: 'SERVICE_UNAVAILABLE',
    text: 'The catalog does not answer: try again.',
  },
  'accession.service.store_locked': {
    type: 'SERVICE_UNAVAILABLE',
    text: 'Another program holds the catalog: nothing was changed, try again once it has let go.',
  },
  'accession.service.store_full': {
    type: 'SERVICE_UNAVAILABLE',
    text: 'The disk of the catalog is full: nothing was changed; whoever runs the library frees some space, then try again.',
  },
  'accession.service.store_read_only': {
    type: 'SERVICE_UNAVAILABLE',
    text: 'The catalog cannot be written: nothing was changed; whoever runs the library looks at its file, its folder and the disk, then try again.',
  },
  'accession.service.catalog_too_new': {
    type: 'UNSUPPORTED',
    text: 'The catalog {0} has schema version {1}, this program knows up to {2}: start a newer one.',
  },
  'accession.service.catalog_not_migrated': {
    type: 'SERVICE_UNAVAILABLE',
    text: 'The catalog has schema version {0}, this program needs {1}: whoever runs it applies the migrations first.',
  },
  'accession.service.no_first_user': {
    type: 'SERVICE_UNAVAILABLE',
    text: 'There is no user yet: whoever runs the library sets the secret ACCESSION_ADMIN_PASSWORD first.',
  },
  'accession.service.catalog_foreign': {
    type: 'UNSUPPORTED',
    text: 'The database {0} is not a catalog of this program: choose another path.',
  },
  'accession.service.half_restored': {
    type: 'SERVICE_UNAVAILABLE',
    text: 'A backup is being restored into this catalog, or that was broken off: run `accession admin restore` with the same backup until it ends well.',
  },
  'accession.service.restore_not_empty': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'The {0} that the backup is to be restored into is not empty: name an empty one, and start no server on it before.',
  },
  'accession.service.restore_met_others': {
    type: 'CONCURRENT_CHANGE',
    text: 'Somebody else wrote to the catalog while a backup was copied into it: stop what uses it, empty it, and begin again.',
  },
  'accession.service.backup_outrun': {
    type: 'SERVICE_UNAVAILABLE',
    text: 'Bytes were freed {0} times before the backup had copied them: look for servers of an older version, and try again.',
  },
  'accession.service.blobs_read_only': {
    type: 'SERVICE_UNAVAILABLE',
    text: 'The file storage cannot be written: whoever runs the library looks at its folder, who owns it, and the disk, then try again.',
  },
  'accession.service.blobs_failing': {
    type: 'SERVICE_UNAVAILABLE',
    text: 'The file storage does not answer: try again.',
  },
  'accession.service.shutting_down': {
    type: 'SERVICE_UNAVAILABLE',
    text: 'The server is shutting down: try again in a moment.',
  },
  'accession.service.overloaded': {
    type: 'SERVICE_UNAVAILABLE',
    text: 'The server has too much to do: try again in {0} seconds.',
  },
  'accession.service.timed_out': {
    type: 'TIMED_OUT',
    text: 'No answer within {0} seconds: look whether the change was made before trying again.',
  },
  'accession.service.internal': {
    type: 'INTERNAL_SERVER_ERROR',
    text: 'The server failed on this request: its log says why, under request id {0}.',
  },
})
