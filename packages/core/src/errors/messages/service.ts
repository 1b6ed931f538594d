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
  'accession.service.catalog_too_new': {
    type: 'UNSUPPORTED',
    text: 'The catalog {0} has schema version {1}, this program knows up to {2}: start a newer one.',
  },
  'accession.service.catalog_not_migrated': {
    type: 'SERVICE_UNAVAILABLE',
    text: 'The catalog has schema version {0}, this program needs {1}: whoever runs it applies the migrations first.',
  },
  'accession.service.catalog_foreign': {
    type: 'UNSUPPORTED',
    text: 'The database {0} is not a catalog of this program: choose another path.',
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
