import { libraryModel } from './library-model.ts'
import { operation, service } from './operation.ts'
import { onLibrary, onSystem } from './privilege.ts'
import { id, list, nothing, optional, string, structure } from './types.ts'
import type { Infer } from './types.ts'

/** A subscription that a library is published to. */
export const libraryDestination = structure('com.vmware.content.local_library.destination_spec', {
  subscription: id,
})
export type LibraryDestination = Infer<typeof libraryDestination>

const path = '/api/content/local-library'

/** Libraries whose items are made here. */
export const localLibraryService = service('localLibrary', 'com.vmware.content.local_library', {
  create: operation({
    params: { client_token: optional(string), create_spec: libraryModel },
    result: id,
    errors: ['INVALID_ARGUMENT', 'UNSUPPORTED'],
    privileges: [
      onSystem('ContentLibrary.CreateLocalLibrary'),
      {
        privilege: 'Datastore.AllocateSpace',
        on: 'com.vmware.content.library_client.StorageBacking.datastore_id',
        resource: 'Datastore',
      },
    ],
    api: {
      method: 'POST',
      path,
      body: 'create_spec',
      headers: { 'Client-Token': 'client_token' },
    },
  }),
  list: operation({
    params: {},
    result: list(id),
    errors: [],
    privileges: [onSystem('System.Read')],
    api: { method: 'GET', path },
  }),
  get: operation({
    params: { library_id: id },
    result: libraryModel,
    errors: ['INVALID_ELEMENT_TYPE', 'NOT_FOUND'],
    privileges: [onLibrary('System.Read')],
    api: { method: 'GET', path: `${path}/{library_id}` },
  }),
  update: operation({
    params: { library_id: id, update_spec: libraryModel },
    result: nothing,
    errors: [
      'CONCURRENT_CHANGE',
      'INVALID_ARGUMENT',
      'INVALID_ELEMENT_TYPE',
      'NOT_ALLOWED_IN_CURRENT_STATE',
      'NOT_FOUND',
      'RESOURCE_BUSY',
    ],
    privileges: [onLibrary('ContentLibrary.UpdateLocalLibrary')],
    api: { method: 'PATCH', path: `${path}/{library_id}`, body: 'update_spec' },
  }),
  delete: operation({
    params: { library_id: id },
    result: nothing,
    errors: ['INVALID_ELEMENT_TYPE', 'NOT_ALLOWED_IN_CURRENT_STATE', 'NOT_FOUND'],
    privileges: [onLibrary('ContentLibrary.DeleteLocalLibrary')],
    api: { method: 'DELETE', path: `${path}/{library_id}` },
  }),
  /** Deletes without asking whether anyone declared a use of the library. */
  force_delete: operation({
    params: { library_id: id },
    result: nothing,
    errors: ['INVALID_ELEMENT_TYPE', 'NOT_ALLOWED_IN_CURRENT_STATE', 'NOT_FOUND'],
    privileges: [onLibrary('ContentLibrary.DeleteLocalLibrary')],
    api: { method: 'POST', path: `${path}/{library_id}`, action: 'force-delete' },
  }),
  /** Publishes a library to its subscriptions, or to those that are named. */
  publish: operation({
    params: { library_id: id, subscriptions: optional(list(libraryDestination)) },
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
    privileges: [onLibrary('ContentLibrary.PublishLibrary')],
    api: { method: 'POST', path: `${path}/{library_id}`, action: 'publish' },
  }),
})
