import type { LibraryModel } from '../src/contract/library-model.ts'
import type { SubscriptionInfo } from '../src/contract/subscription-info.ts'
import { insert } from '../src/ports/changes.ts'
import { sampleRow } from '../src/testing/store/sample-rows.ts'
import { createTestWorld } from '../src/testing/world.ts'
import { createTestPublisher } from './publisher.ts'

/** A subscription to what the test publisher publishes. */
export const info: SubscriptionInfo = {
  subscription_url: 'https://publisher.example/lib/lib.json',
  authentication_method: 'NONE',
  on_demand: true,
  automatic_sync_enabled: false,
}

/** A subscribed library. */
export const spec: LibraryModel = {
  name: 'Mirror',
  storage_backings: [{ type: 'DATASTORE', datastore_id: 'datastore-7' }],
  subscription_info: info,
}

/** A world with a local library and a subscribed one that has an item, over a publisher that has none. */
export const openWorld = async () => {
  const publisher = createTestPublisher()
  publisher.publish([])
  const test = createTestWorld({ fetcher: publisher })
  const caller = await test.addCaller()
  const local = await test.addLibrary({ name: 'Images', nameKey: 'images' })
  const mirror = await test.addLibrary({ name: 'Mirror', nameKey: 'mirror', type: 'SUBSCRIBED' })
  const source = { url: publisher.url, userName: null, password: null, thumbprint: null }
  const row = { ...source, libraryId: mirror.id, isAutomatic: false, dueAt: null }
  await test.apply(insert('librarySource', sampleRow('librarySource', row)))
  const item = await test.addItem(mirror.id)
  return { ...test, caller, local, mirror, item, publisher }
}

/** Subscriptions that are none, whoever publishes. */
export const faults: readonly (readonly [string, SubscriptionInfo])[] = [
  ['url_missing', {}],
  ['url_malformed', { ...info, subscription_url: '' }],
  ['url_malformed', { ...info, subscription_url: 'lib.json' }],
  ['url_malformed', { ...info, subscription_url: 'file:///etc/passwd' }],
  ['url_holds_password', { ...info, subscription_url: 'https://vcsp:secret@publisher.example' }],
  ['password_missing', { ...info, authentication_method: 'BASIC' }],
  ['password_missing', { ...info, authentication_method: 'BASIC', password: '' }],
]
