import { operation, service } from './operation.ts'
import { onLibrary } from './privilege.ts'
import {
  subscriptionCreateSpec,
  subscriptionModel,
  subscriptionSummary,
  subscriptionUpdateSpec,
} from './subscription-model.ts'
import { id, list, nothing, optional, string } from './types.ts'

const path = '/api/content/library/{library}/subscriptions'

/** The subscribers that a published library knows, and publishes to. */
export const subscriptionsService = service(
  'subscriptions',
  'com.vmware.content.library.subscriptions',
  {
    create: operation({
      params: { client_token: optional(string), library: id, spec: subscriptionCreateSpec },
      result: id,
      errors: [
        'ALREADY_EXISTS',
        'ERROR',
        'INVALID_ARGUMENT',
        'INVALID_ELEMENT_TYPE',
        'NOT_ALLOWED_IN_CURRENT_STATE',
        'NOT_FOUND',
        'RESOURCE_INACCESSIBLE',
        'UNAUTHENTICATED',
        'UNAUTHORIZED',
      ],
      privileges: [onLibrary('ContentLibrary.AddSubscription', 'library')],
      api: { method: 'POST', path, body: 'spec', headers: { 'Client-Token': 'client_token' } },
    }),
    list: operation({
      params: { library: id },
      result: list(subscriptionSummary),
      errors: [
        'ERROR',
        'INVALID_ELEMENT_TYPE',
        'NOT_ALLOWED_IN_CURRENT_STATE',
        'NOT_FOUND',
        'UNAUTHENTICATED',
        'UNAUTHORIZED',
      ],
      privileges: [onLibrary('System.Read', 'library')],
      api: { method: 'GET', path },
    }),
    get: operation({
      params: { library: id, subscription: id },
      result: subscriptionModel,
      errors: [
        'ERROR',
        'INVALID_ARGUMENT',
        'INVALID_ELEMENT_TYPE',
        'NOT_ALLOWED_IN_CURRENT_STATE',
        'NOT_FOUND',
        'UNAUTHENTICATED',
        'UNAUTHORIZED',
      ],
      privileges: [onLibrary('System.Read', 'library')],
      api: { method: 'GET', path: `${path}/{subscription}` },
    }),
    update: operation({
      params: { library: id, subscription: id, spec: subscriptionUpdateSpec },
      result: nothing,
      errors: [
        'ERROR',
        'INVALID_ARGUMENT',
        'INVALID_ELEMENT_TYPE',
        'NOT_ALLOWED_IN_CURRENT_STATE',
        'NOT_FOUND',
        'RESOURCE_INACCESSIBLE',
        'UNAUTHENTICATED',
        'UNAUTHORIZED',
      ],
      privileges: [onLibrary('ContentLibrary.UpdateSubscription', 'library')],
      api: { method: 'PATCH', path: `${path}/{subscription}`, body: 'spec' },
    }),
    /** Forgets a subscriber; the subscribed library stays. */
    delete: operation({
      params: { library: id, subscription: id },
      result: nothing,
      errors: [
        'ERROR',
        'INVALID_ELEMENT_TYPE',
        'NOT_ALLOWED_IN_CURRENT_STATE',
        'NOT_FOUND',
        'UNAUTHENTICATED',
        'UNAUTHORIZED',
      ],
      privileges: [onLibrary('ContentLibrary.DeleteSubscription', 'library')],
      api: { method: 'DELETE', path: `${path}/{subscription}` },
    }),
  },
)
