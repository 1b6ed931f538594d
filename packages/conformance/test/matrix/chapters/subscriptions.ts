import { librarySpec, makeItem, makeLibrary, unknownId } from '../../../src/fixtures/libraries.ts'
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

/** Publishing and subscribing: what is answered of it, and the errors for all else. */
export const subscriptions: Chapter = async (context, { viewer }) => {
  const library_id = await makeLibrary(context)
  const library_item_id = await makeItem(context, library_id)
  await context.call('subscribedLibrary.list', {}, viewer)
  const create_spec = { ...librarySpec(context), subscription_info: info }
  await context.refused('UNSUPPORTED', 'subscribedLibrary.create', { create_spec })
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
