import type { ItemModel } from '@accession/core/contract'
import { librarySpec, makeItem, makeLibrary, unknownId } from '../../../src/fixtures/libraries.ts'
import { until } from '../../../src/fixtures/until.ts'
import type { CaseContext } from '../../../src/run/case-context.ts'
import type { Chapter } from '../chapter.ts'

const info = {
  subscription_url: 'https://matrix.invalid/lib.json',
  authentication_method: 'NONE',
  on_demand: true,
  automatic_sync_enabled: false,
} as const

/** Everything on a subscribed library and its items, with the errors that each may answer. */
const subscribed = async (
  context: CaseContext,
  error: string,
  library_id: string,
  library_item_id: string,
): Promise<void> => {
  const update_spec = { description: 'x' }
  await context.refused(error, 'subscribedLibrary.get', { library_id })
  await context.refused(error, 'subscribedLibrary.update', { library_id, update_spec })
  await context.refused(error, 'subscribedLibrary.delete', { library_id })
  await context.refused(error, 'subscribedLibrary.force_delete', { library_id })
  await context.refused(error, 'subscribedLibrary.evict', { library_id })
  await context.refused(error, 'subscribedLibrary.sync', { library_id })
  const sync = { library_item_id, force_sync_content: false }
  await context.refused(error, 'subscribedItem.sync', sync)
  await context.refused(error, 'subscribedItem.evict', { library_item_id })
}

/** Everything on a published library and its items. */
const published = async (
  context: CaseContext,
  error: string,
  library: string,
  library_item_id: string,
): Promise<void> => {
  const target = { target: 'USE_EXISTING', subscribed_library: unknownId, location: 'LOCAL' }
  const one = { library, subscription: unknownId }
  const spec = { subscribed_library: target }
  await context.refused(error, 'subscriptions.create', { library, spec })
  await context.refused(error, 'subscriptions.list', { library })
  await context.refused(error, 'subscriptions.get', one)
  await context.refused(error, 'subscriptions.update', { ...one, spec: {} })
  await context.refused(error, 'subscriptions.delete', one)
  await context.refused(error, 'localLibrary.publish', { library_id: library })
  const publish = { library_item_id, force_sync_content: false }
  await context.refused(error, 'item.publish', publish)
}

/** A library that follows a published one, from its making to its end. */
const following: Chapter = async (context, { publisher, unrecorded }) => {
  const subscription_info = { ...info, subscription_url: publisher }
  const create_spec = { ...librarySpec(context), subscription_info }
  const library_id = await context.call('subscribedLibrary.create', { create_spec })
  const synchronized = async (isSo: (item: ItemModel) => boolean): Promise<string> => {
    let id = ''
    await until(unrecorded, 'The library is synchronized', async () => {
      const [found] = await unrecorded.call('item.find', { spec: { library_id } })
      id = found ?? ''
      return id !== '' && isSo(await unrecorded.call('item.get', { library_item_id: id }))
    })
    return id
  }
  const library_item_id = await synchronized(() => true)
  await until(unrecorded, 'The library has been synchronized', async () => {
    const { last_sync_time } = await unrecorded.call('library.get', { library_id })
    return last_sync_time !== undefined
  })
  await context.call('subscribedLibrary.get', { library_id })
  await context.call('item.get', { library_item_id })
  await context.call('itemFile.list', { library_item_id })
  const synced = { library_item_id, force_sync_content: true }
  await context.call('subscribedItem.sync', synced)
  await synchronized(({ cached }) => cached === true)
  await context.call('itemFile.list', { library_item_id })
  await context.call('subscribedItem.evict', { library_item_id })
  await context.call('item.get', { library_item_id })
  await context.call('subscribedLibrary.evict', { library_id })
  await context.call('subscribedLibrary.sync', { library_id })
  const description = 'followed'
  await context.call('subscribedLibrary.update', { library_id, update_spec: { description } })
  const moved = { subscription_info: { subscription_url: `${publisher}.gone` } }
  const missing = 'RESOURCE_INACCESSIBLE'
  const update = { library_id, update_spec: moved }
  await context.refused(missing, 'subscribedLibrary.update', update)
  const items = [
    ['item.create', { create_spec: { library_id, name: 'own' } }],
    ['item.update', { library_item_id, update_spec: { description } }],
    ['item.delete', { library_item_id }],
    ['updateSession.create', { create_spec: { library_item_id } }],
  ] as const
  for (const [name, given] of items) await context.refused('INVALID_ELEMENT_TYPE', name, given)
  await context.call('subscribedLibrary.delete', { library_id })
  await context.refused('NOT_FOUND', 'subscribedLibrary.get', { library_id })
  const second = await context.call('subscribedLibrary.create', {
    create_spec: { ...create_spec, name: context.unique('second') },
  })
  await context.call('subscribedLibrary.force_delete', { library_id: second })
}

/** A published library and those that it is published to, from the first subscription to the last. */
const publishing: Chapter = async (context, { unrecorded }) => {
  const library = await makeLibrary(context, { publish_info: { published: true } })
  const library_item_id = await makeItem(context, library)
  const created = {
    target: 'CREATE_NEW',
    location: 'LOCAL',
    new_subscribed_library: {
      name: context.unique('subscriber'),
      storage_backings: [{ type: 'DATASTORE' }],
      automatic_sync_enabled: false,
      on_demand: false,
    },
  } as const
  const spec = { subscribed_library: created }
  const subscription = await context.call('subscriptions.create', { library, spec })
  const one = { library, subscription }
  const { subscribed_library } = await context.call('subscriptions.get', one)
  await context.call('subscriptions.list', { library })
  await context.call('subscribedLibrary.get', { library_id: subscribed_library })
  const has = (count: number) =>
    until(unrecorded, 'It is published', async () => {
      const ids = await unrecorded.call('item.list', { library_id: subscribed_library })
      return ids.length === count
    })
  await has(1)
  await makeItem(context, library, { name: 'second' })
  const destination = [{ subscription }]
  await context.call('localLibrary.publish', { library_id: library, subscriptions: destination })
  await has(2)
  await context.call('item.publish', { library_item_id, force_sync_content: true })
  const subscribed_library_placement = { cluster: 'domain-c7' }
  await context.call('subscriptions.update', { ...one, spec: { subscribed_library_placement } })
  await context.call('subscriptions.get', one)
  const existing = { target: 'USE_EXISTING', location: 'LOCAL', subscribed_library }
  const again = { library, spec: { subscribed_library: existing } }
  await context.refused('ALREADY_EXISTS', 'subscriptions.create', again)
  const remote = { ...created, location: 'REMOTE', vcenter: { hostname: 'vcenter.invalid' } }
  const elsewhere = { library, spec: { subscribed_library: remote } }
  await context.refused('RESOURCE_INACCESSIBLE', 'subscriptions.create', elsewhere)
  const wrong = { library_id: library, subscriptions: [{ subscription: unknownId }] }
  await context.refused('INVALID_ARGUMENT', 'localLibrary.publish', wrong)
  await context.call('subscriptions.delete', one)
  for (const name of ['subscriptions.get', 'subscriptions.delete'] as const)
    await context.refused('NOT_FOUND', name, one)
  await context.call('subscribedLibrary.force_delete', { library_id: subscribed_library })
}

/** Publishing and subscribing: what others publish is followed, what is here is published, and the
 * errors for all else. */
export const subscriptions: Chapter = async (context, aside) => {
  const { viewer } = aside
  await following(context, aside)
  await publishing(context, aside)
  const library_id = await makeLibrary(context)
  const library_item_id = await makeItem(context, library_id)
  await context.call('subscribedLibrary.list', {}, viewer)
  const create_spec = { ...librarySpec(context), subscription_info: info }
  await context.refused('RESOURCE_INACCESSIBLE', 'subscribedLibrary.create', { create_spec })
  await context.refused('UNAUTHORIZED', 'subscribedLibrary.create', { create_spec }, viewer)
  for (const subscription_info of [undefined, { ...info, authentication_method: 'BASIC' }])
    await context.refused('INVALID_ARGUMENT', 'subscribedLibrary.create', {
      create_spec: { ...create_spec, subscription_info },
    })
  for (const subscription_info of [{}, info, { ...info, subscription_url: 'file:///etc/passwd' }])
    await context.call('subscribedLibrary.probe', { subscription_info })
  await subscribed(context, 'INVALID_ELEMENT_TYPE', library_id, library_item_id)
  await subscribed(context, 'NOT_FOUND', unknownId, unknownId)
  await published(context, 'NOT_ALLOWED_IN_CURRENT_STATE', library_id, library_item_id)
  await published(context, 'NOT_FOUND', unknownId, unknownId)
  await context.refused('UNAUTHORIZED', 'localLibrary.publish', { library_id }, viewer)
  await context.refused('UNAUTHORIZED', 'subscribedLibrary.sync', { library_id }, viewer)
  await context.call('library.get', { library_id })
}
