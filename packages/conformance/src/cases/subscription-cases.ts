import type { SubscriptionInfo } from '@accession/core/contract'
import { check, checkEqual, checkOneOf } from '../check/check.ts'
import {
  deleteLater,
  librarySpec,
  makeLibrary,
  makeLoneItem,
  unknownId,
} from '../fixtures/libraries.ts'
import { secondUserOf } from '../fixtures/second-user.ts'
import type { CaseContext } from '../run/case-context.ts'
import { defineCases } from '../run/conformance-case.ts'

const info = {
  subscription_url: 'https://conformance.invalid/lib.json',
  authentication_method: 'NONE',
  on_demand: true,
  automatic_sync_enabled: false,
} as const

const statusOf = async (
  context: CaseContext,
  subscription_info: SubscriptionInfo,
): Promise<string> => {
  const result = await context.call('subscribedLibrary.probe', { subscription_info })
  check(result.error_messages.length > 0, `${result.status} comes without a message`)
  return result.status
}

/** The operations on one subscribed library. */
const onSubscribed = (library_id: string) =>
  [
    ['subscribedLibrary.get', { library_id }],
    ['subscribedLibrary.update', { library_id, update_spec: { description: 'x' } }],
    ['subscribedLibrary.delete', { library_id }],
    ['subscribedLibrary.force_delete', { library_id }],
    ['subscribedLibrary.evict', { library_id }],
    ['subscribedLibrary.sync', { library_id }],
  ] as const

/** The operations on an item of a subscribed library. */
const onSubscribedItem = (library_item_id: string) =>
  [
    ['subscribedItem.evict', { library_item_id }],
    ['subscribedItem.sync', { library_item_id, force_sync_content: false }],
  ] as const

/** The operations on the subscriptions of a published library. */
const onSubscriptions = (library: string) => {
  const subscribed_library = {
    target: 'USE_EXISTING',
    subscribed_library: library,
    location: 'LOCAL',
  } as const
  return [
    ['subscriptions.create', { library, spec: { subscribed_library } }],
    ['subscriptions.list', { library }],
    ['subscriptions.get', { library, subscription: unknownId }],
    ['subscriptions.update', { library, subscription: unknownId, spec: {} }],
    ['subscriptions.delete', { library, subscription: unknownId }],
    ['localLibrary.publish', { library_id: library }],
  ] as const
}

const onPublishedItem = (library_item_id: string) =>
  [['item.publish', { library_item_id, force_sync_content: false }]] as const

/** What needs other libraries to publish, or to follow: what of it is answered, and how it is refused. */
export const subscriptionCases = defineCases('subscriptions', 'Publishing and subscribing', {
  'a local library is of the wrong type, and stays': async (context) => {
    const library_id = await makeLibrary(context)
    const before = await context.call('library.get', { library_id })
    for (const [name, given] of onSubscribed(library_id))
      await context.refused('INVALID_ELEMENT_TYPE', name, given)
    checkEqual('The library', await context.call('library.get', { library_id }), before)
    const list = await context.call('subscribedLibrary.list', {})
    check(!list.includes(library_id), 'The list of subscribed libraries holds a local one')
  },

  'an item of a local library is of the wrong type': async (context) => {
    for (const [name, given] of onSubscribedItem(await makeLoneItem(context)))
      await context.refused('INVALID_ELEMENT_TYPE', name, given)
  },

  'what is unknown is not found': async (context) => {
    const calls = [
      ...onSubscribed(unknownId),
      ...onSubscribedItem(unknownId),
      ...onSubscriptions(unknownId),
      ...onPublishedItem(unknownId),
    ]
    for (const [name, given] of calls) await context.refused('NOT_FOUND', name, given)
  },

  'a library that is not published has no subscriptions': async (context) => {
    const item = await makeLoneItem(context)
    const { library_id = '' } = await context.call('item.get', { library_item_id: item })
    for (const [name, given] of [...onSubscriptions(library_id), ...onPublishedItem(item)])
      await context.refused('NOT_ALLOWED_IN_CURRENT_STATE', name, given)
  },

  'a subscription has an address, and with BASIC a password': async (context) => {
    const spec = librarySpec(context)
    const refuse = (subscription_info: SubscriptionInfo | undefined) =>
      context.refused('INVALID_ARGUMENT', 'subscribedLibrary.create', {
        create_spec: { ...spec, subscription_info },
      })
    await refuse(undefined)
    await refuse({ ...info, subscription_url: 'lib.json' })
    await refuse({ ...info, subscription_url: 'https://vcsp:secret@conformance.invalid/lib.json' })
    await refuse({ ...info, authentication_method: 'BASIC' })
    for (const missing of Object.keys(info)) await refuse({ ...info, [missing]: undefined })
  },

  'what nobody publishes is not followed, and no library made': async (context) => {
    const create_spec = { ...librarySpec(context), subscription_info: info }
    const { error, result } = await context.attempt('subscribedLibrary.create', { create_spec })
    if (typeof result === 'string') deleteLater(context, result)
    checkEqual('The type of the error', error?.type, 'RESOURCE_INACCESSIBLE')
    const { name = '' } = create_spec
    checkEqual('Found by name', await context.call('library.find', { spec: { name } }), [])
  },

  'a probe tells what is wrong, and no success that nobody saw': async (context) => {
    checkEqual('Without an address', await statusOf(context, {}), 'INVALID_URL')
    const file = { ...info, subscription_url: 'file:///etc/passwd' }
    checkEqual('Of a file', await statusOf(context, file), 'INVALID_URL')
    const bare = { ...info, authentication_method: 'BASIC' } as const
    checkEqual('Without a password', await statusOf(context, bare), 'INVALID_CREDENTIALS')
    const noHost = ['HOST_NOT_FOUND', 'UNKNOWN_ERROR', 'TIMED_OUT', 'INVALID_URL']
    checkOneOf('Of a server that is nowhere', await statusOf(context, info), noHost)
    const metadata = 'http://169.254.169.254/lib.json'
    const link = { ...info, subscription_url: metadata }
    checkEqual('Of an address that is not public', await statusOf(context, link), 'INVALID_URL')
  },

  'a second user who may only read is refused': async (context) => {
    const as = secondUserOf(context)
    const item = await makeLoneItem(context)
    const { library_id = '' } = await context.call('item.get', { library_item_id: item })
    const reads = new Set<string>([
      'subscribedLibrary.get',
      'subscriptions.list',
      'subscriptions.get',
    ])
    const calls = [
      ...onSubscribed(library_id),
      ...onSubscribedItem(item),
      ...onSubscriptions(library_id),
      ...onPublishedItem(item),
      ['subscribedLibrary.probe', { subscription_info: info }] as const,
    ]
    for (const [name, given] of calls)
      if (!reads.has(name)) await context.refused('UNAUTHORIZED', name, given, as)
  },
})
