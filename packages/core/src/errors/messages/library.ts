import { defineMessages } from '../define-messages.ts'

/** Libraries. */
export const libraryMessages = defineMessages({
  'accession.library.not_found': {
    type: 'NOT_FOUND',
    text: 'There is no library {0}.',
  },
  'accession.library.name_shared': {
    type: 'INVALID_ARGUMENT',
    text: 'There are several libraries named {0}: give the id of the one that is meant.',
  },
  'accession.library.not_local': {
    type: 'INVALID_ELEMENT_TYPE',
    text: 'Library {0} is not a local library: use the service of subscribed libraries.',
  },
  'accession.library.subscribed': {
    type: 'INVALID_ELEMENT_TYPE',
    text: 'Library {0} is subscribed: its items change only where they are published.',
  },
  'accession.library.name_empty': {
    type: 'INVALID_ARGUMENT',
    text: 'A library needs a name of 1 to {0} characters.',
  },
  'accession.library.name_too_long': {
    type: 'INVALID_ARGUMENT',
    text: 'The library name has {0} characters: {1} are allowed.',
  },
  'accession.library.name_control_characters': {
    type: 'INVALID_ARGUMENT',
    text: 'The library name holds a control character: remove it.',
  },
  'accession.library.description_too_long': {
    type: 'INVALID_ARGUMENT',
    text: 'The description of the library has {0} characters: {1} are allowed.',
  },
  'accession.library.description_control_characters': {
    type: 'INVALID_ARGUMENT',
    text: 'The description of the library holds a control character: remove it.',
  },
  'accession.library.storage_backing_missing': {
    type: 'INVALID_ARGUMENT',
    text: 'storage_backings is empty: give one storage backing.',
  },
  'accession.library.storage_backings_too_many': {
    type: 'UNSUPPORTED',
    text: 'A library takes one storage backing, not {0}.',
  },
  'accession.library.subscription_unexpected': {
    type: 'INVALID_ARGUMENT',
    text: 'A local library takes no subscription_info: remove it, or create a subscribed library.',
  },
  'accession.library.migrate_not_served': {
    type: 'UNSUPPORTED',
    text: 'This server has one file storage: whoever runs it names others in ACCESSION_BLOB_STORES.',
  },
  'accession.library.place_unknown': {
    type: 'INVALID_ARGUMENT',
    text: 'storage_backings[0].datastore_id must name a file storage of this server: {0}.',
  },
  'accession.library.place_already': {
    type: 'ALREADY_IN_DESIRED_STATE',
    text: 'Library {0} is in the file storage {1} already.',
  },
  'accession.library.migrating': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'Library {0} is being moved: wait for task {1}, or cancel it (`accession task cancel {1}`).',
  },
  'accession.library.file_damaged': {
    type: 'ERROR',
    text: 'File {0} of item {1} cannot be moved, as its bytes are not those that were stored ({2}): replace it or restore it, then migrate again.',
  },
  'accession.library.version_stale': {
    type: 'CONCURRENT_CHANGE',
    text: 'Library {0} is at version {1}, not {2}: read it again, then repeat the change.',
  },
  'accession.library.version_stale_argument': {
    type: 'INVALID_ARGUMENT',
    text: 'Library {0} is at version {1}, not {2}: read it again, then repeat the change.',
  },
  'accession.library.find_needs_property': {
    type: 'INVALID_ARGUMENT',
    text: 'To find libraries, give at least one of name, type and storage_backing.',
  },
  'accession.library.security_policy_unknown': {
    type: 'INVALID_ARGUMENT',
    text: 'There is no security policy {0}: security_policies.list tells which there are.',
  },
  'accession.library.in_maintenance': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'Library {0} is in maintenance: it can be read, but nothing in it changes, and no file is transferred, until that ends (library.exit_maintenance).',
  },
  'accession.library.in_maintenance_argument': {
    type: 'INVALID_ARGUMENT',
    text: 'Library {0} is in maintenance: it can be read, but nothing in it changes, and no file is transferred, until that ends (library.exit_maintenance).',
  },
  'accession.library.maintenance_since': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'Put in maintenance by {0} at {1}.',
  },
  'accession.library.maintenance_entered': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'Library {0} is in maintenance already.',
  },
  'accession.library.maintenance_not_entered': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'Library {0} is not in maintenance.',
  },
  'accession.library.not_subscribed': {
    type: 'INVALID_ELEMENT_TYPE',
    text: 'Library {0} is a local library: only a subscribed one can be converted.',
  },
  'accession.library.conversion_not_served': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'Library {0} cannot become a published one: this server does not convert libraries yet.',
  },
  'accession.library.in_use': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'Library {0} is used by {1}: remove these usages first (library_usages.remove), or delete it with library.force_delete.',
  },
  'accession.library.usage_not_found': {
    type: 'NOT_FOUND',
    text: 'There is no usage {0} of library {1}.',
  },
  'accession.library.usage_exists': {
    type: 'ALREADY_EXISTS',
    text: 'Library {0} is already used by {1}: that is its usage {2}.',
  },
  'accession.library.usage_urn_malformed': {
    type: 'INVALID_ARGUMENT',
    text: 'The resource URN {0} must be as urn:vmomi:vm:vm-12 is: a scheme, a namespace, a type and an id.',
  },
  'accession.library.usages_too_many': {
    type: 'SERVICE_UNAVAILABLE',
    text: 'Library {0} has {1} usages, the most it can have: remove one first.',
  },
  'accession.library.too_many': {
    type: 'SERVICE_UNAVAILABLE',
    text: 'There are {0} libraries, the most this server keeps: delete one first.',
  },
})
