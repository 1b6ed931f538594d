import { describe, expect, it } from 'vitest'
import type { LibraryModel } from '../contract/library-model.ts'
import type { SubscriptionInfo } from '../contract/subscription-info.ts'
import { findLibraries } from '../libraries/find-libraries.ts'
import { getLibrary } from '../libraries/get-library.ts'
import { listLibraries } from '../libraries/list-libraries.ts'
import { listLocalLibraries } from '../libraries/list-local-libraries.ts'
import { faults, info, openWorld, spec } from '../../test/subscribed-world.ts'
import { createSubscribedLibrary } from './create-subscribed-library.ts'
import { deleteSubscribedLibrary } from './delete-subscribed-library.ts'
import { evictSubscribedItem } from './evict-subscribed-item.ts'
import { evictSubscribedLibrary } from './evict-subscribed-library.ts'
import { forceDeleteSubscribedLibrary } from './force-delete-subscribed-library.ts'
import { getSubscribedLibrary } from './get-subscribed-library.ts'
import { listSubscribedLibraries } from './list-subscribed-libraries.ts'
import { listTasks } from '../tasks/list-tasks.ts'
import { syncSubscribedItem } from './sync-subscribed-item.ts'
import { syncSubscribedLibrary } from './sync-subscribed-library.ts'
import { updateSubscribedLibrary } from './update-subscribed-library.ts'

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

/** Refused, whatever it is: nothing may have been made. */
const create = async (create_spec: LibraryModel, client_token?: string, status?: number) => {
  const { world, caller, mirror, publisher } = await openWorld()
  publisher.onRequest = () => status
  const input = { create_spec, ...(client_token && { client_token }) }
  const created = createSubscribedLibrary(world, caller, input)
  await created.catch(() => undefined)
  expect(await listSubscribedLibraries(world, caller)).toEqual([mirror.id])
  return created
}

describe('create', () => {
  it('follows what is published, and begins to synchronize', async () => {
    const { world, caller, logged } = await openWorld()
    const token = '9d96e38e-0721-4cd6-bc95-e3be4c7480ad'
    const input = { create_spec: spec, client_token: token }
    const library_id = await createSubscribedLibrary(world, caller, input)
    expect(await createSubscribedLibrary(world, caller, input)).toBe(library_id)
    expect(await getSubscribedLibrary(world, caller, { library_id })).toMatchObject({
      name: 'Mirror',
      type: 'SUBSCRIBED',
      subscription_info: info,
    })
    expect(logged.map(({ event }) => event)).toEqual(['library.create'])
    const tasks = Object.values(await listTasks(world, caller, {}))
    expect(tasks).toMatchObject([
      { operation: 'create', status: 'PENDING', target: { id: library_id }, cancelable: true },
    ])
  })

  it('shows no password, and keeps none in what it knows a call by', async () => {
    const { world, caller, logged, publisher } = await openWorld()
    let sent: unknown
    publisher.onRequest = (_, { credentials }) => void (sent = credentials)
    const secret = { authentication_method: 'BASIC', password: 'horse battery' } as const
    const create_spec = { ...spec, subscription_info: { ...info, ...secret } }
    const library_id = await createSubscribedLibrary(world, caller, { create_spec })
    expect(sent).toEqual({ userName: 'vcsp', password: 'horse battery' })
    const shown = await getSubscribedLibrary(world, caller, { library_id })
    expect(shown.subscription_info).toEqual({
      ...info,
      authentication_method: 'BASIC',
      user_name: 'vcsp',
    })
    expect(JSON.stringify([shown, logged])).not.toContain('horse')
  })

  it.each([401, 404, 500])('makes none where the publisher answers %d', async (status) => {
    const refused = { type: 'RESOURCE_INACCESSIBLE' }
    await expect(create(spec, undefined, status)).rejects.toMatchObject(refused)
  })

  it.each<[string, LibraryModel]>([
    ['library.name_empty', { ...spec, name: '' }],
    ['library.description_too_long', { ...spec, description: 'a'.repeat(2_001) }],
    ['library.storage_backing_missing', { ...spec, storage_backings: [] }],
    ['argument.control_characters', { ...spec, server_guid: '\u0007' }],
    ['subscription.subscriber_publishes', { ...spec, publish_info: { published: true } }],
    ['subscription.info_missing', { ...spec, subscription_info: undefined }],
    [
      'subscription.thumbprint_malformed',
      { ...spec, subscription_info: { ...info, ssl_thumbprint: 'AB:CD' } },
    ],
    [
      'trusted_certificate.malformed',
      { ...spec, subscription_info: { ...info, ssl_certificate: 'PEM' } },
    ],
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
      'subscription.not_published_there',
      'RESOURCE_INACCESSIBLE',
      { name: 'Other', subscription_info: { subscription_url: `${info.subscription_url}x` } },
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

describe('update of what is followed', () => {
  it('takes what is given, and leaves the rest', async () => {
    const { world, caller, mirror, publisher } = await openWorld()
    const library_id = mirror.id
    const update = (subscription_info: SubscriptionInfo) =>
      updateSubscribedLibrary(world, caller, { library_id, update_spec: { subscription_info } })
    let sent: unknown
    publisher.onRequest = (_, request) => void (sent = request)
    await update({ authentication_method: 'BASIC', user_name: 'ada', password: 'first' })
    expect(sent).toMatchObject({ credentials: { userName: 'ada', password: 'first' } })
    await update({ on_demand: true, automatic_sync_enabled: true })
    const thumbprint = 'ab'.repeat(32)
    await update({ ssl_thumbprint: thumbprint })
    expect(sent).toMatchObject({
      credentials: { userName: 'ada', password: 'first' },
      pinned: { thumbprint: Array(32).fill('AB').join(':') },
    })
    const shown = await getSubscribedLibrary(world, caller, { library_id })
    expect(shown.subscription_info).toEqual({
      subscription_url: publisher.url,
      authentication_method: 'BASIC',
      user_name: 'ada',
      on_demand: true,
      automatic_sync_enabled: true,
    })
    await update({ authentication_method: 'NONE' })
    await expect(update({ authentication_method: 'BASIC' })).rejects.toMatchObject({
      id: 'accession.subscription.password_missing',
    })
  })

  it.each<[string, SubscriptionInfo]>([
    ['server', { subscription_url: 'https://other.example/lib/lib.json' }],
    ['user', { user_name: 'grace' }],
  ])('wants the password again for another %s', async (_, change) => {
    const { world, caller, mirror, publisher } = await openWorld()
    const input = { library_id: mirror.id }
    const given = { authentication_method: 'BASIC', user_name: 'ada', password: 'first' } as const
    await updateSubscribedLibrary(world, caller, {
      ...input,
      update_spec: { subscription_info: given },
    })
    publisher.asked.length = 0
    const update_spec = { subscription_info: change }
    const updated = updateSubscribedLibrary(world, caller, { ...input, update_spec })
    await expect(updated).rejects.toMatchObject({
      id: 'accession.subscription.password_missing',
    })
    expect(publisher.asked).toEqual([])
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

describe('evict', () => {
  it('of a library that keeps its files is refused', async () => {
    const { world, caller, mirror } = await openWorld()
    const ended = evictSubscribedLibrary(world, caller, { library_id: mirror.id })
    await expect(ended).rejects.toMatchObject({
      id: 'accession.subscription.library_not_on_demand',
      type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    })
  })

  it('of an item of such a library is refused', async () => {
    const { world, caller, item } = await openWorld()
    const ended = evictSubscribedItem(world, caller, { library_item_id: item.id })
    await expect(ended).rejects.toMatchObject({
      id: 'accession.subscription.item_not_on_demand',
      type: 'INVALID_ELEMENT_CONFIGURATION',
    })
  })
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
