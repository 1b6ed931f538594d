import { libraryModel, libraryType } from './library-model.ts'
import { operation, service } from './operation.ts'
import { onLibrary, onSystem } from './privilege.ts'
import { storageBacking } from './storage-backing.ts'
import { enumeration, id, list, nothing, optional, string, structure } from './types.ts'
import type { Infer } from './types.ts'

/** What to find libraries by: at least one of the three; names compare without case. */
export const libraryFindSpec = structure('com.vmware.content.library.find_spec', {
  name: optional(string),
  type: optional(libraryType),
  storage_backing: optional(storageBacking),
})
export type LibraryFindSpec = Infer<typeof libraryFindSpec>

/** What a library is to become. */
export const libraryConversionType = enumeration(
  'com.vmware.content.library.conversion_spec.conversion_type',
  ['TO_PUBLISHED_LIBRARY'],
)
export type LibraryConversionType = Infer<typeof libraryConversionType>

/** How a library is to be converted. */
export const libraryConversionSpec = structure('com.vmware.content.library.conversion_spec', {
  conversion_type: libraryConversionType,
})
export type LibraryConversionSpec = Infer<typeof libraryConversionSpec>

/** Where a library is to be moved to: exactly one backing, whose datastore is a place for bytes. */
export const libraryMigrateSpec = structure('com.vmware.content.library.migrate_spec', {
  storage_backings: list(storageBacking),
})
export type LibraryMigrateSpec = Infer<typeof libraryMigrateSpec>

const path = '/api/content/library'

/** Libraries of either type. */
export const libraryService = service('library', 'com.vmware.content.library', {
  list: operation({
    params: {},
    result: list(id),
    errors: [],
    privileges: [onSystem('System.Read')],
    api: { method: 'GET', path },
  }),
  find: operation({
    params: { spec: libraryFindSpec },
    result: list(id),
    errors: ['INVALID_ARGUMENT'],
    privileges: [onSystem('System.Read')],
    api: { method: 'POST', path, action: 'find', body: 'spec' },
  }),
  get: operation({
    params: { library_id: id },
    result: libraryModel,
    errors: ['NOT_FOUND'],
    privileges: [onLibrary('System.Read')],
    api: { method: 'GET', path: `${path}/{library_id}` },
  }),
  update: operation({
    params: { library_id: id, update_spec: libraryModel },
    result: nothing,
    errors: ['INVALID_ARGUMENT', 'NOT_FOUND'],
    privileges: [onLibrary('ContentLibrary.UpdateLibrary')],
    api: { method: 'PATCH', path: `${path}/{library_id}`, body: 'update_spec' },
  }),
  delete: operation({
    params: { library_id: id },
    result: nothing,
    errors: ['NOT_ALLOWED_IN_CURRENT_STATE', 'NOT_FOUND'],
    privileges: [onLibrary('ContentLibrary.DeleteLibrary')],
    api: { method: 'DELETE', path: `${path}/{library_id}` },
  }),
  /** Deletes without asking whether anyone declared a use of the library. */
  force_delete: operation({
    params: { library_id: id },
    result: nothing,
    errors: ['NOT_ALLOWED_IN_CURRENT_STATE', 'NOT_FOUND'],
    privileges: [onLibrary('ContentLibrary.DeleteLibrary')],
    api: { method: 'POST', path: `${path}/{library_id}`, action: 'force-delete' },
  }),
  /** From then on the library can be read, but nothing in it changes. */
  enter_maintenance: operation({
    params: { library_id: id },
    result: nothing,
    errors: [
      'ERROR',
      'NOT_ALLOWED_IN_CURRENT_STATE',
      'NOT_FOUND',
      'UNAUTHENTICATED',
      'UNAUTHORIZED',
    ],
    privileges: [onLibrary('ContentLibrary.LibraryMaintenance')],
    api: { method: 'POST', path: `${path}/{library_id}`, action: 'enter-maintenance' },
  }),
  exit_maintenance: operation({
    params: { library_id: id },
    result: nothing,
    errors: [
      'ERROR',
      'NOT_ALLOWED_IN_CURRENT_STATE',
      'NOT_FOUND',
      'UNAUTHENTICATED',
      'UNAUTHORIZED',
    ],
    privileges: [onLibrary('ContentLibrary.LibraryMaintenance')],
    api: { method: 'POST', path: `${path}/{library_id}`, action: 'exit-maintenance' },
  }),
  /** Makes a subscribed library a local, published one. */
  convert: operation({
    params: { library_id: id, conversion_spec: libraryConversionSpec },
    result: nothing,
    errors: [
      'ERROR',
      'INVALID_ARGUMENT',
      'INVALID_ELEMENT_TYPE',
      'NOT_ALLOWED_IN_CURRENT_STATE',
      'NOT_FOUND',
      'UNAUTHENTICATED',
      'UNAUTHORIZED',
    ],
    privileges: [onLibrary('ContentLibrary.ConvertLibrary')],
    api: {
      method: 'POST',
      path: `${path}/{library_id}`,
      action: 'convert',
      body: 'conversion_spec',
    },
  }),
  /** Moves the bytes of a library to another place, as a task. */
  migrate: operation({
    params: { library_id: id, migrate_spec: libraryMigrateSpec },
    result: nothing,
    errors: [
      'ALREADY_IN_DESIRED_STATE',
      'ERROR',
      'INVALID_ARGUMENT',
      'NOT_ALLOWED_IN_CURRENT_STATE',
      'NOT_FOUND',
      'UNAUTHENTICATED',
      'UNAUTHORIZED',
      'UNSUPPORTED',
    ],
    privileges: [onLibrary('ContentLibrary.MigrateLibrary')],
    api: {
      method: 'POST',
      path: `${path}/{library_id}`,
      action: 'migrate',
      body: 'migrate_spec',
    },
  }),
})
