import { describe, expect, it } from 'vitest'
import type { LibraryModel } from '../contract/library-model.ts'
import type { SubscriptionInfo } from '../contract/subscription-info.ts'
import { findLibraries } from '../libraries/find-libraries.ts'
import { getLibrary } from '../libraries/get-library.ts'
import { listLibraries } from '../libraries/list-libraries.ts'
import { listLocalLibraries } from '../libraries/list-local-libraries.ts'
import { createTestWorld } from '../testing/world.ts'
import { createSubscribedLibrary } from './create-subscribed-library.ts'
import { deleteSubscribedLibrary } from './delete-subscribed-library.ts'
import { evictSubscribedItem } from './evict-subscribed-item.ts'
import { evictSubscribedLibrary } from './evict-subscribed-library.ts'
import { forceDeleteSubscribedLibrary } from './force-delete-subscribed-library.ts'
import { getSubscribedLibrary } from './get-subscribed-library.ts'
import { listSubscribedLibraries } from './list-subscribed-libraries.ts'
import { probeSubscription } from './probe-subscription.ts'
import { syncSubscribedItem } from './sync-subscribed-item.ts'
import { syncSubscribedLibrary } from './sync-subscribed-library.ts'
import { updateSubscribedLibrary } from './update-subscribed-library.ts'

const info: SubscriptionInfo = {
  subscription_url: 'https://publisher.example/cls/vcsp/lib/1/lib.json',
  authentication_method: 'NONE',
  on_demand: true,
  automatic_sync_enabled: false,
}

const spec: LibraryModel = {
  name: 'Mirror',
  storage_backings: [{ type: 'DATASTORE', datastore_id: 'datastore-7' }],
  subscription_info: info,
}

const openWorld = async () => {
  const test = createTestWorld()
  const caller = await test.addCaller()
  const local = await test.addLibrary({ name: 'Images', nameKey: 'images' })
  const mirror = await test.addLibrary({ name: 'Mirror', nameKey: 'mirror', type: 'SUBSCRIBED' })
  const item = await test.addItem(mirror.id)
  return { ...test, caller, local, mirror, item }
}

/** Subscriptions that are none, whoever publishes. */
const faults: readonly (readonly [string, SubscriptionInfo])[] = [
  ['url_missing', {}],
  ['url_malformed', { ...info, subscription_url: '' }],
  ['url_malformed', { ...info, subscription_url: 'lib.json' }],
  ['url_malformed', { ...info, subscription_url: 'file:///etc/passwd' }],
  ['url_holds_password', { ...info, subscription_url: 'https://vcsp:secret@publisher.example' }],
  ['password_missing', { ...info, authentication_method: 'BASIC' }],
  ['password_missing', { ...info, authentication_method: 'BASIC', password: '' }],
]

describe('lists and finds', () => {
  it('tell subscribed libraries from local ones', async () => {
    const { world, caller, local, mirror } = await openWorld()
    const find = (given: LibraryModel) => findLibraries(world, caller, { spec: given })
    expect(await listSubscribedLibraries(world, caller)).toEqual([mirror.id])
    expect(await listLocalLibraries(world, caller)).toEqual([local.id])
    expect((await listLibraries(world, caller)).toSorted()).toEqual(
      [local.id, mirror.id].toSorted(),
    )
    expect(await find({ type: 'SUBSCRIBED' })).toEqual([mirror.id])
    expect(await find({ name: 'mirror', type: 'LOCAL' })).toEqual([])
  })

  it('show those that one may read, and no deleted ones', async () => {
    const { world, addCaller, addLibrary, caller, mirror } = await openWorld()
    const other = await addLibrary({ type: 'SUBSCRIBED' })
    const reader = await addCaller([{ role: 'viewer', libraryId: other.id }])
    expect(await listSubscribedLibraries(world, reader)).toEqual([other.id])
    await deleteSubscribedLibrary(world, caller, { library_id: other.id })
    expect(await listSubscribedLibraries(world, reader)).toEqual([])
    expect(await listSubscribedLibraries(world, caller)).toEqual([mirror.id])
  })
})

it('get shows a subscribed library as library.get does', async () => {
  const { world, caller, mirror } = await openWorld()
  const input = { library_id: mirror.id }
  const shown = await getSubscribedLibrary(world, caller, input)
  expect(shown).toMatchObject({ id: mirror.id, name: 'Mirror', type: 'SUBSCRIBED' })
  expect(shown).toEqual(await getLibrary(world, caller, input))
})

const create = async (create_spec: LibraryModel, client_token?: string) => {
  const { world, caller, mirror } = await openWorld()
  const input = { create_spec, ...(client_token && { client_token }) }
  const created = createSubscribedLibrary(world, caller, input)
  await created.catch(() => undefined)
  expect(await listSubscribedLibraries(world, caller)).toEqual([mirror.id])
  return created
}

describe('create', () => {
  it('is not supported yet', async () => {
    const refused = { id: 'accession.subscription.not_served', type: 'UNSUPPORTED' }
    await expect(create(spec)).rejects.toMatchObject(refused)
    const token = '9d96e38e-0721-4cd6-bc95-e3be4c7480ad'
    await expect(create(spec, token)).rejects.toMatchObject(refused)
  })

  it.each<[string, LibraryModel]>([
    ['library.name_empty', { ...spec, name: '' }],
    ['library.description_too_long', { ...spec, description: 'a'.repeat(2_001) }],
    ['library.storage_backing_missing', { ...spec, storage_backings: [] }],
    ['argument.control_characters', { ...spec, server_guid: '\u0007' }],
    ['subscription.subscriber_publishes', { ...spec, publish_info: { published: true } }],
    ['subscription.info_missing', { ...spec, subscription_info: undefined }],
    [
      'argument.too_long',
      { ...spec, subscription_info: { ...info, user_name: 'a'.repeat(2_049) } },
    ],
  ])('says %s before that', async (id, create_spec) => {
    const wrong = { id: `accession.${id}`, type: 'INVALID_ARGUMENT' }
    await expect(create(create_spec)).rejects.toMatchObject(wrong)
  })

  it.each(faults)('says %s of %j before that', async (fault, subscription_info) => {
    const wrong = { id: `accession.subscription.${fault}`, type: 'INVALID_ARGUMENT' }
    await expect(create({ ...spec, subscription_info })).rejects.toMatchObject(wrong)
  })

  it('takes no client token that is no UUID', async () => {
    const wrong = { id: 'accession.argument.client_token_not_uuid' }
    await expect(create(spec, 'token')).rejects.toMatchObject(wrong)
  })
})

describe('update', () => {
  it('changes what is given and moves the version', async () => {
    const { world, caller, mirror, logged } = await openWorld()
    const library_id = mirror.id
    await updateSubscribedLibrary(world, caller, { library_id, update_spec: { name: 'Other' } })
    const shown = await getSubscribedLibrary(world, caller, { library_id })
    expect(shown).toMatchObject({ name: 'Other', version: '2', type: 'SUBSCRIBED' })
    expect(logged.at(-1)).toMatchObject({
      event: 'library.update',
      fields: { library: library_id },
    })
  })

  it.each<[string, string, LibraryModel]>([
    ['library.version_stale', 'CONCURRENT_CHANGE', { name: 'Other', version: '7' }],
    ['library.name_empty', 'INVALID_ARGUMENT', { name: '' }],
    [
      'subscription.subscriber_publishes',
      'INVALID_ARGUMENT',
      { publish_info: { published: true } },
    ],
    [
      'subscription.url_malformed',
      'INVALID_ARGUMENT',
      { subscription_info: { subscription_url: 'lib.json' } },
    ],
    [
      'subscription.password_missing',
      'INVALID_ARGUMENT',
      { subscription_info: { authentication_method: 'BASIC', password: '' } },
    ],
    [
      'subscription.library_not_fetched',
      'RESOURCE_INACCESSIBLE',
      { subscription_info: { subscription_url: 'https://other.example/lib.json' } },
    ],
    [
      'subscription.library_not_fetched',
      'RESOURCE_INACCESSIBLE',
      { name: 'Other', subscription_info: { on_demand: true } },
    ],
  ])('says %s (%s), and changes nothing', async (id, type, update_spec) => {
    const { world, caller, mirror, logged } = await openWorld()
    const library_id = mirror.id
    const before = await getSubscribedLibrary(world, caller, { library_id })
    const updated = updateSubscribedLibrary(world, caller, { library_id, update_spec })
    await expect(updated).rejects.toMatchObject({ id: `accession.${id}`, type })
    expect(await getSubscribedLibrary(world, caller, { library_id })).toEqual(before)
    expect(logged).toEqual([])
  })
})

describe.each([
  ['delete', deleteSubscribedLibrary],
  ['force_delete', forceDeleteSubscribedLibrary],
] as const)('%s', (_, remove) => {
  it('takes the library away at once, and asks for the sweep', async () => {
    const { world, caller, mirror, logged, sweepsAsked } = await openWorld()
    const library_id = mirror.id
    await remove(world, caller, { library_id })
    await expect(remove(world, caller, { library_id })).rejects.toMatchObject({ type: 'NOT_FOUND' })
    expect(await listSubscribedLibraries(world, caller)).toEqual([])
    expect(sweepsAsked()).toBe(1)
    expect(logged).toMatchObject([{ event: 'library.delete', fields: { library: library_id } }])
  })
})

it.each([
  ['evict', evictSubscribedLibrary, 'library_not_on_demand', 'NOT_ALLOWED_IN_CURRENT_STATE'],
  ['sync', syncSubscribedLibrary, 'library_not_fetched', 'RESOURCE_INACCESSIBLE'],
] as const)('%s of a library is refused for now', async (_, operate, id, type) => {
  const { world, caller, mirror } = await openWorld()
  const ended = operate(world, caller, { library_id: mirror.id })
  await expect(ended).rejects.toMatchObject({ id: `accession.subscription.${id}`, type })
})

it.each([
  ['evict', evictSubscribedItem, 'item_not_on_demand', 'INVALID_ELEMENT_CONFIGURATION'],
  ['sync', syncSubscribedItem, 'item_not_fetched', 'NOT_ALLOWED_IN_CURRENT_STATE'],
] as const)('%s of an item is refused for now', async (_, operate, id, type) => {
  const { world, caller, item } = await openWorld()
  const input = { library_item_id: item.id, force_sync_content: true }
  const ended = operate(world, caller, input)
  await expect(ended).rejects.toMatchObject({ id: `accession.subscription.${id}`, type })
})

describe('every operation on one subscribed library', () => {
  it.each([
    ['get', getSubscribedLibrary],
    ['update', updateSubscribedLibrary],
    ['delete', deleteSubscribedLibrary],
    ['force_delete', forceDeleteSubscribedLibrary],
    ['evict', evictSubscribedLibrary],
    ['sync', syncSubscribedLibrary],
  ] as const)('%s: unknown, then forbidden, then of the wrong type', async (_, operate) => {
    const { world, caller, addCaller, local, mirror } = await openWorld()
    const nobody = await addCaller([])
    const as = (who: typeof caller, library_id: string) =>
      operate(world, who, { library_id, update_spec: {} })
    await expect(as(nobody, 'unknown')).rejects.toMatchObject({ type: 'NOT_FOUND' })
    for (const { id } of [local, mirror])
      await expect(as(nobody, id)).rejects.toMatchObject({ type: 'UNAUTHORIZED' })
    await expect(as(caller, local.id)).rejects.toMatchObject({
      id: 'accession.subscription.library_not_subscribed',
      type: 'INVALID_ELEMENT_TYPE',
    })
    expect((await listLibraries(world, caller)).length).toBe(2)
  })

  it.each([
    ['evict', evictSubscribedItem],
    ['sync', syncSubscribedItem],
  ] as const)('%s of an item: the same', async (_, operate) => {
    const { world, caller, addCaller, addItem, local, item } = await openWorld()
    const nobody = await addCaller([])
    const owned = await addItem(local.id)
    const as = (who: typeof caller, library_item_id: string) =>
      operate(world, who, { library_item_id, force_sync_content: false })
    await expect(as(nobody, 'unknown')).rejects.toMatchObject({ type: 'NOT_FOUND' })
    for (const { id } of [owned, item])
      await expect(as(nobody, id)).rejects.toMatchObject({ type: 'UNAUTHORIZED' })
    await expect(as(caller, owned.id)).rejects.toMatchObject({
      id: 'accession.subscription.item_not_subscribed',
      type: 'INVALID_ELEMENT_TYPE',
    })
  })
})

describe('probe', () => {
  it.each(faults)('tells %s of %j', async (fault, subscription_info) => {
    const { world, caller } = await openWorld()
    const { status, error_messages } = await probeSubscription(world, caller, { subscription_info })
    expect(status).toBe(fault === 'password_missing' ? 'INVALID_CREDENTIALS' : 'INVALID_URL')
    expect(error_messages).toMatchObject([{ id: `accession.subscription.${fault}` }])
    expect(JSON.stringify(error_messages)).not.toContain('secret')
  })

  it('says of any other that nobody has looked', async () => {
    const { world, caller } = await openWorld()
    const subscription_info = { ...info, authentication_method: 'BASIC', password: 'x' } as const
    expect(await probeSubscription(world, caller, { subscription_info })).toMatchObject({
      status: 'UNKNOWN_ERROR',
      error_messages: [{ id: 'accession.subscription.probe_not_served' }],
    })
  })

  it('is for administrators of everything', async () => {
    const { world, addCaller, mirror } = await openWorld()
    const caller = await addCaller([
      { role: 'editor', libraryId: null },
      { role: 'admin', libraryId: mirror.id },
    ])
    const probed = probeSubscription(world, caller, { subscription_info: info })
    await expect(probed).rejects.toMatchObject({ type: 'UNAUTHORIZED' })
  })
})
