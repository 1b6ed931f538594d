/** What is told that is no error: descriptions, and how far something is; ids as those of errors. */
export const texts = {
  'accession.task.pending': 'It has not begun yet.',
  'accession.task.running': 'It is under way.',
  'accession.task.succeeded': 'It is done.',
  'accession.task.library_migrate': 'Move library {0} to the file storage {1}.',
  'accession.task.library_measuring': 'Adds up what there is to move.',
  'accession.task.library_moving': 'Moves the files of item {0}.',
  'accession.task.library_waiting': 'Waits for uploads to {0} items that began before the move.',
  'accession.task.library_sync': 'Synchronize library {0} with its publisher.',
  'accession.task.library_sync_looking': 'Reads what the publisher offers.',
  'accession.task.library_sync_items': 'Takes over what changed: {0} of {1} items were looked at.',
  'accession.task.item_sync': 'Synchronize item {0} with its publisher.',
  'accession.task.library_evict':
    'Drop the files of library {0}, which are fetched again when they are needed.',
  'accession.task.pull': 'Pull file {0} into item {1}.',
  'accession.task.pull_again': 'Tries again soon: {0}',
  'accession.task.pull_waits': 'Waits until the library is in use again, or for its turn.',
  'accession.signed_content.self_signed':
    'The certificate of {0} is signed by its own key, and is not a trusted one: anybody can make such a certificate.',
  'accession.signed_content.expired': 'The certificate of {0} ended at {1}.',
  'accession.signed_content.not_yet_valid': 'The certificate of {0} begins to count at {1}.',
  'accession.signed_content.untrusted':
    'The certificate of {0}, issued by {1}, leads to no trusted certificate: trusted_certificates.create adds one.',
} as const satisfies { readonly [id: string]: string }

/** The id of such a text. */
export type TextId = keyof typeof texts
