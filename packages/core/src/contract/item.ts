import { itemModel } from './item-model.ts'
import { operation, service } from './operation.ts'
import { onItem, onLibrary, onSystem } from './privilege.ts'
import { boolean, id, list, nothing, optional, string, structure } from './types.ts'
import type { Infer } from './types.ts'

/** What to find items by: at least one of the five; name and type compare without case. */
export const itemFindSpec = structure('com.vmware.content.library.item.find_spec', {
  name: optional(string),
  library_id: optional(id),
  source_id: optional(id),
  type: optional(string),
  cached: optional(boolean),
})
export type ItemFindSpec = Infer<typeof itemFindSpec>

/** A subscription that an item is published to. */
export const itemDestination = structure('com.vmware.content.library.item.destination_spec', {
  subscription: id,
})
export type ItemDestination = Infer<typeof itemDestination>

const path = '/api/content/library/item'

/** Library items, without their files. */
export const itemService = service('item', 'com.vmware.content.library.item', {
  create: operation({
    params: { client_token: optional(string), create_spec: itemModel },
    result: id,
    errors: [
      'ALREADY_EXISTS',
      'INVALID_ARGUMENT',
      'INVALID_ELEMENT_TYPE',
      'NOT_ALLOWED_IN_CURRENT_STATE',
      'NOT_FOUND',
    ],
    privileges: [onLibrary('ContentLibrary.AddLibraryItem', 'ItemModel.library_id')],
    api: {
      method: 'POST',
      path,
      body: 'create_spec',
      headers: { 'Client-Token': 'client_token' },
    },
  }),
  /** Copies an item with its files; they are there when it answers. */
  copy: operation({
    params: {
      client_token: optional(string),
      source_library_item_id: id,
      destination_create_spec: itemModel,
    },
    result: id,
    errors: [
      'INVALID_ARGUMENT',
      'INVALID_ELEMENT_TYPE',
      'NOT_ALLOWED_IN_CURRENT_STATE',
      'NOT_FOUND',
      'RESOURCE_INACCESSIBLE',
    ],
    privileges: [
      onItem('System.Read', 'source_library_item_id'),
      onLibrary('ContentLibrary.AddLibraryItem', 'ItemModel.library_id'),
    ],
    api: {
      method: 'POST',
      path: `${path}/{source_library_item_id}`,
      action: 'copy',
      body: 'destination_create_spec',
      headers: { 'Client-Token': 'client_token' },
    },
  }),
  list: operation({
    params: { library_id: id },
    result: list(id),
    errors: ['NOT_FOUND'],
    privileges: [onLibrary('System.Read')],
    api: { method: 'GET', path, query: ['library_id'] },
  }),
  find: operation({
    params: { spec: itemFindSpec },
    result: list(id),
    errors: ['INVALID_ARGUMENT'],
    privileges: [onSystem('System.Read'), onLibrary('System.Read', 'Item.FindSpec.library_id')],
    api: { method: 'POST', path, action: 'find', body: 'spec' },
  }),
  get: operation({
    params: { library_item_id: id },
    result: itemModel,
    errors: ['NOT_FOUND'],
    privileges: [onItem('System.Read')],
    api: { method: 'GET', path: `${path}/{library_item_id}` },
  }),
  update: operation({
    params: { library_item_id: id, update_spec: itemModel },
    result: nothing,
    errors: [
      'ALREADY_EXISTS',
      'INVALID_ARGUMENT',
      'INVALID_ELEMENT_TYPE',
      'NOT_ALLOWED_IN_CURRENT_STATE',
      'NOT_FOUND',
    ],
    privileges: [onItem('ContentLibrary.UpdateLibraryItem')],
    api: { method: 'PATCH', path: `${path}/{library_item_id}`, body: 'update_spec' },
  }),
  delete: operation({
    params: { library_item_id: id },
    result: nothing,
    errors: ['INVALID_ELEMENT_TYPE', 'NOT_ALLOWED_IN_CURRENT_STATE', 'NOT_FOUND'],
    privileges: [onItem('ContentLibrary.DeleteLibraryItem')],
    api: { method: 'DELETE', path: `${path}/{library_item_id}` },
  }),
  /** Publishes an item to the subscriptions of its library, or to those that are named. */
  publish: operation({
    params: {
      library_item_id: id,
      force_sync_content: boolean,
      subscriptions: optional(list(itemDestination)),
    },
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
    privileges: [onItem('ContentLibrary.PublishLibraryItem')],
    api: { method: 'POST', path: `${path}/{library_item_id}`, action: 'publish' },
  }),
})
