import { libraryModel } from './library-model.ts'
import { localizableMessage } from './localizable-message.ts'
import { operation, service } from './operation.ts'
import { onLibrary, onSystem } from './privilege.ts'
import { subscriptionInfo } from './subscription-info.ts'
import { enumeration, id, list, nothing, optional, string, structure } from './types.ts'
import type { Infer } from './types.ts'

/** What became of the attempt to read what a subscription names. */
export const probeStatus = enumeration(
  'com.vmware.content.subscribed_library.probe_result.status',
  [
    'SUCCESS',
    'INVALID_URL',
    'TIMED_OUT',
    'HOST_NOT_FOUND',
    'RESOURCE_NOT_FOUND',
    'INVALID_CREDENTIALS',
    'CERTIFICATE_ERROR',
    'UNKNOWN_ERROR',
  ],
)
export type ProbeStatus = Infer<typeof probeStatus>

/** Whether a subscription would work, and why it would not. */
export const probeResult = structure('com.vmware.content.subscribed_library.probe_result', {
  status: probeStatus,
  ssl_thumbprint: optional(string),
  ssl_certificate: optional(string),
  error_messages: list(localizableMessage),
})
export type ProbeResult = Infer<typeof probeResult>

const path = '/api/content/subscribed-library'

/** Libraries that follow a published one. */
export const subscribedLibraryService = service(
  'subscribedLibrary',
  'com.vmware.content.subscribed_library',
  {
    create: operation({
      params: { client_token: optional(string), create_spec: libraryModel },
      result: id,
      errors: ['INVALID_ARGUMENT', 'RESOURCE_INACCESSIBLE', 'UNSUPPORTED'],
      privileges: [
        onSystem('ContentLibrary.CreateSubscribedLibrary'),
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
        'RESOURCE_INACCESSIBLE',
      ],
      privileges: [onLibrary('ContentLibrary.UpdateSubscribedLibrary')],
      api: { method: 'PATCH', path: `${path}/{library_id}`, body: 'update_spec' },
    }),
    delete: operation({
      params: { library_id: id },
      result: nothing,
      errors: ['INVALID_ELEMENT_TYPE', 'NOT_ALLOWED_IN_CURRENT_STATE', 'NOT_FOUND'],
      privileges: [onLibrary('ContentLibrary.DeleteSubscribedLibrary')],
      api: { method: 'DELETE', path: `${path}/{library_id}` },
    }),
    /** Deletes without asking whether anyone declared a use of the library. */
    force_delete: operation({
      params: { library_id: id },
      result: nothing,
      errors: ['INVALID_ELEMENT_TYPE', 'NOT_FOUND'],
      privileges: [onLibrary('ContentLibrary.DeleteSubscribedLibrary')],
      api: { method: 'POST', path: `${path}/{library_id}`, action: 'force-delete' },
    }),
    /** Drops the files of a library that fetches them on demand. */
    evict: operation({
      params: { library_id: id },
      result: nothing,
      errors: ['INVALID_ELEMENT_TYPE', 'NOT_ALLOWED_IN_CURRENT_STATE', 'NOT_FOUND'],
      privileges: [onLibrary('ContentLibrary.EvictSubscribedLibrary')],
      api: { method: 'POST', path: `${path}/{library_id}`, action: 'evict' },
    }),
    /** Begins to synchronize now; has no effect while that is going on. */
    sync: operation({
      params: { library_id: id },
      result: nothing,
      errors: [
        'INVALID_ARGUMENT',
        'INVALID_ELEMENT_TYPE',
        'NOT_ALLOWED_IN_CURRENT_STATE',
        'NOT_FOUND',
        'RESOURCE_INACCESSIBLE',
      ],
      privileges: [onLibrary('ContentLibrary.SyncLibrary')],
      api: { method: 'POST', path: `${path}/{library_id}`, action: 'sync' },
    }),
    /** Tells whether a subscription would work; nothing is made. */
    probe: operation({
      params: { subscription_info: subscriptionInfo },
      result: probeResult,
      errors: [],
      privileges: [onSystem('ContentLibrary.ProbeSubscription')],
      api: { method: 'POST', path, action: 'probe' },
    }),
  },
)
