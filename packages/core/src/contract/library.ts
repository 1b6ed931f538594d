import { libraryModel, libraryType } from './library-model.ts'
import { operation, service } from './operation.ts'
import { onLibrary, onSystem } from './privilege.ts'
import { storageBacking } from './storage-backing.ts'
import { id, list, nothing, optional, string, structure } from './types.ts'
import type { Infer } from './types.ts'

/** What to find libraries by: at least one of the three; names compare without case. */
export const libraryFindSpec = structure('com.vmware.content.library.find_spec', {
  name: optional(string),
  type: optional(libraryType),
  storage_backing: optional(storageBacking),
})
export type LibraryFindSpec = Infer<typeof libraryFindSpec>

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
})
