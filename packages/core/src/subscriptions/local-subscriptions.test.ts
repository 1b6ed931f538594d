import { describe, expect, it } from 'vitest'
import type { Input } from '../contract/contract.ts'
import { deleteLibraryItem } from '../items/delete-library-item.ts'
import { updateLibraryItem } from '../items/update-library-item.ts'
import { getLibrary } from '../libraries/get-library.ts'
import { deleteLocalLibrary } from '../libraries/delete-local-library.ts'
import { updateLocalLibrary } from '../libraries/update-local-library.ts'
import { createMemoryStore } from '../memory/store.ts'
import { adjust } from '../ports/changes.ts'
import { createTaskRunner } from '../tasks/task-runner.ts'
import { createTestWorld } from '../testing/world.ts'
import { sweep } from '../upkeep/sweep.ts'
import { verifyCatalog } from '../verify/verify-catalog.ts'
import { createSubscription } from './create-subscription.ts'
import { deleteSubscribedLibrary } from './delete-subscribed-library.ts'
import { deleteSubscription } from './delete-subscription.ts'
import { getSubscription } from './get-subscription.ts'
import { listSubscriptions } from './list-subscriptions.ts'
import { publishLibraryItem } from './publish-library-item.ts'
import { publishLibrary } from './publish-library.ts'
import { syncSubscribedLibrary } from './sync-subscribed-library.ts'
import { updateSubscribedLibrary } from './update-subscribed-library.ts'
import { updateSubscription } from './update-subscription.ts'

type Spec = Input<'subscriptions.create'>['spec']['subscribed_library']

const newOne = (given: object = {}): Spec => ({
  target: 'CREATE_NEW',
  location: 'LOCAL',
  new_subscribed_library: {
    name: 'Mirror',
    storage_backings: [{ type: 'DATASTORE' }],
    automatic_sync_enabled: false,
    on_demand: false,
    ...given,
  },
})

const open = async () => {
  const store = createMemoryStore()
  const test = createTestWorld({ store })
  const { world } = test
  const caller = await test.addCaller()
  const { id: library } = await test.addLibrary({
    name: 'Images',
    nameKey: 'images',
    publication: null,
  })
  const item = await test.addItem(library, { name: 'Ubuntu', nameKey: 'ubuntu' })
  const file = await test.addItemFile(item.id, 'ubuntu.iso', 'ubuntu bytes')
  const publish = (published: boolean) =>
    updateLocalLibrary(world, caller, {
      library_id: library,
      update_spec: { publish_info: { published, authentication_method: 'NONE' } },
    })
  await publish(true)
  const create = (subscribed_library: Spec) =>
    createSubscription(world, caller, { library, spec: { subscribed_library } })
  const subscribedTo = async (subscription: string): Promise<string> => {
    const found = await getSubscription(world, caller, { library, subscription })
    return found.subscribed_library
  }
  const runTasks = async (): Promise<void> => {
    for (;;) {
      const runner = createTaskRunner(world)
      const taken = await runner.takeUp()
      await test.clock.passUntil(runner.idle())
      if (taken === 0) return
    }
  }
  const itemsOf = async (libraryId: string) => {
    const where = { libraryId, id: { moreThan: '' } }
    const items = await store.find('item', { where, limit: 100 })
    return items.filter(({ deletedAt }) => deletedAt === null)
  }
  const blobsOf = async (itemId: string) => {
    const where = { itemId, until: null }
    return (await store.find('itemFile', { where, limit: 100 })).map(({ blobId }) => blobId)
  }
  const expectSound = async (): Promise<void> => {
    while ((await sweep(world)).more);
    const { signal } = new AbortController()
    expect((await verifyCatalog(world, store, { signal, graceMs: 0 })).findings).toEqual([])
  }
  return {
    ...test,
    caller,
    library,
    item,
    file,
    publish,
    create,
    subscribedTo,
    runTasks,
    itemsOf,
    blobsOf,
    expectSound,
  }
}

describe('a subscription to a library of this server', () => {
  it('keeps what it has where its publisher goes while another node takes the synchronization up', async () => {
    const at = await open()
    const { world, caller, library } = at
    const mirror = await at.subscribedTo(await at.create(newOne()))
    await at.runTasks()
    const before = await at.itemsOf(mirror)
    await at.addItem(library, { name: 'Debian', nameKey: 'debian' })
    await at.apply(adjust('library', library, { add: { version: 1 } }))
    await syncSubscribedLibrary(world, caller, { library_id: mirror })
    let steps = 0
    const first = createTaskRunner(world, { isSpent: () => ++steps > 1 })
    await first.takeUp()
    await first.idle()
    await deleteLocalLibrary(world, caller, { library_id: library })
    while ((await sweep(world)).more);
    const other = createTaskRunner({ ...world, store: { ...world.store } })
    await other.takeUp()
    await other.idle()
    expect(await at.itemsOf(mirror)).toEqual(before)
    expect(await getLibrary(world, caller, { library_id: mirror })).toMatchObject({
      state_info: { message: expect.stringContaining('not published any more') },
    })
    await at.expectSound()
  })

  it('makes a library, which has all at once and shares the bytes', async () => {
    const at = await open()
    const { world, caller, library } = at
    const subscription = await at.create(newOne())
    const mirror = await at.subscribedTo(subscription)
    await at.runTasks()
    const [copy] = await at.itemsOf(mirror)
    expect(copy).toMatchObject({ name: 'Ubuntu', sourceId: at.item.id, isCached: true, size: 12 })
    expect(await at.blobsOf(copy?.id ?? '')).toEqual([at.file.blobId])
    expect(await getLibrary(world, caller, { library_id: mirror })).toMatchObject({
      type: 'SUBSCRIBED',
      subscription_info: {
        subscription_url: `https://library.test/cls/vcsp/lib/${library}/lib.json`,
        authentication_method: 'NONE',
        source_info: { source_library: library, subscription },
      },
    })
    await at.expectSound()
  })

  it('is told of what is published, and of nothing before', async () => {
    const at = await open()
    const { world, caller, library } = at
    const mirror = await at.subscribedTo(await at.create(newOne()))
    await at.runTasks()
    const update_spec = { name: 'Debian' }
    await updateLibraryItem(world, caller, { library_item_id: at.item.id, update_spec })
    await at.addItem(library, { name: 'Router', nameKey: 'router' })
    const names = async () => (await at.itemsOf(mirror)).map(({ name }) => name).toSorted()
    expect(await names()).toEqual(['Ubuntu'])
    const item = { library_item_id: at.item.id, force_sync_content: false }
    await publishLibraryItem(world, caller, item)
    await at.runTasks()
    expect(await names()).toEqual(['Debian'])
    await publishLibrary(world, caller, { library_id: library })
    await at.runTasks()
    expect(await names()).toEqual(['Debian', 'Router'])
    await deleteLibraryItem(world, caller, { library_item_id: at.item.id })
    await publishLibrary(world, caller, { library_id: library })
    await at.runTasks()
    expect(await names()).toEqual(['Router'])
    await at.expectSound()
  })

  it('is published to by name, and an item that is new comes with its library', async () => {
    const at = await open()
    const { world, caller, library } = at
    const [first, second] = [await at.create(newOne()), await at.create(newOne())]
    await at.runTasks()
    const added = await at.addItem(library, { name: 'Router', nameKey: 'router' })
    await at.apply(adjust('library', library, { add: { version: 1 } }))
    const subscriptions = [{ subscription: second }]
    const item = { library_item_id: added.id, force_sync_content: false }
    await publishLibraryItem(world, caller, { ...item, subscriptions })
    await at.runTasks()
    const count = async (id: string) => (await at.itemsOf(await at.subscribedTo(id))).length
    expect([await count(first), await count(second)]).toEqual([1, 2])
    const unknown = { library_id: library, subscriptions: [{ subscription: 'unknown' }] }
    await expect(publishLibrary(world, caller, unknown)).rejects.toMatchObject({
      id: 'accession.subscription.unknown',
      type: 'INVALID_ARGUMENT',
    })
  })

  it('fetches on demand, and then the bytes of an item that is forced', async () => {
    const at = await open()
    const { world, caller } = at
    const mirror = await at.subscribedTo(await at.create(newOne({ on_demand: true })))
    await at.runTasks()
    const [copy] = await at.itemsOf(mirror)
    expect(copy).toMatchObject({ isCached: false })
    const item = { library_item_id: at.item.id, force_sync_content: true }
    await publishLibraryItem(world, caller, item)
    await at.runTasks()
    expect(await at.blobsOf(copy?.id ?? '')).toEqual([at.file.blobId])
    await at.expectSound()
  })

  it('leaves the subscribed library as it is once nothing is published', async () => {
    const at = await open()
    const { world, caller, library } = at
    const mirror = await at.subscribedTo(await at.create(newOne()))
    await at.runTasks()
    await at.publish(false)
    await expect(publishLibrary(world, caller, { library_id: library })).rejects.toMatchObject({
      id: 'accession.subscription.not_published',
    })
    await syncSubscribedLibrary(world, caller, { library_id: mirror })
    await at.runTasks()
    expect(await at.itemsOf(mirror)).toHaveLength(1)
    const { state_info } = await getLibrary(world, caller, { library_id: mirror })
    expect(state_info?.message).toContain('not published any more')
  })

  it('is listed, shown, changed and forgotten; the subscribed library stays', async () => {
    const at = await open()
    const { world, caller, library } = at
    const subscription = await at.create({ ...newOne(), placement: { cluster: 'domain-c7' } })
    const mirror = await at.subscribedTo(subscription)
    expect(await listSubscriptions(world, caller, { library })).toEqual([
      { subscription, subscribed_library: mirror, subscribed_library_name: 'Mirror' },
    ])
    const one = { library, subscription }
    const placed = { subscribed_library_placement: { folder: 'group-v3' } }
    await updateSubscription(world, caller, { ...one, spec: placed })
    expect(await getSubscription(world, caller, one)).toEqual({
      subscribed_library: mirror,
      subscribed_library_name: 'Mirror',
      subscribed_library_location: 'LOCAL',
      subscribed_library_placement: { folder: 'group-v3' },
    })
    const elsewhere = { subscribed_library_vcenter: { hostname: 'vcenter.example' } }
    await expect(
      updateSubscription(world, caller, { ...one, spec: elsewhere }),
    ).rejects.toMatchObject({ id: 'accession.subscription.vcenter_unexpected' })
    await deleteSubscription(world, caller, one)
    expect(await listSubscriptions(world, caller, { library })).toEqual([])
    await expect(getSubscription(world, caller, one)).rejects.toMatchObject({
      id: 'accession.subscription.not_found',
    })
    const { subscription_info } = await getLibrary(world, caller, { library_id: mirror })
    expect(subscription_info).not.toHaveProperty('source_info')
    await syncSubscribedLibrary(world, caller, { library_id: mirror })
    await at.runTasks()
    expect(await at.itemsOf(mirror)).toHaveLength(1)
  })

  it('takes a library that follows it already, once', async () => {
    const at = await open()
    const { world, caller, library } = at
    const mirror = await at.subscribedTo(await at.create(newOne()))
    const existing: Spec = {
      target: 'USE_EXISTING',
      location: 'LOCAL',
      subscribed_library: mirror,
    }
    await expect(at.create(existing)).rejects.toMatchObject({ type: 'ALREADY_EXISTS' })
    const [known] = await listSubscriptions(world, caller, { library })
    const subscription = known?.subscription ?? ''
    await deleteSubscription(world, caller, { library, subscription })
    expect(await at.subscribedTo(await at.create(existing))).toBe(mirror)
    const other = await at.addLibrary({ type: 'SUBSCRIBED' })
    const stranger = { ...existing, subscribed_library: other.id }
    await expect(at.create(stranger)).rejects.toMatchObject({
      id: 'accession.subscription.follows_nothing',
    })
    await expect(at.create({ ...existing, subscribed_library: library })).rejects.toMatchObject({
      type: 'INVALID_ELEMENT_TYPE',
    })
  })

  it('is not made with another vCenter', async () => {
    const at = await open()
    const vcenter = { hostname: 'vcenter.example' }
    const remote: Spec = { ...newOne(), location: 'REMOTE', vcenter }
    await expect(at.create(remote)).rejects.toMatchObject({ type: 'RESOURCE_INACCESSIBLE' })
    expect(await at.itemsOf(at.library)).toHaveLength(1)
  })

  it('goes with its subscribed library', async () => {
    const at = await open()
    const { world, caller, library } = at
    const mirror = await at.subscribedTo(await at.create(newOne()))
    await at.runTasks()
    await deleteSubscribedLibrary(world, caller, { library_id: mirror })
    expect(await listSubscriptions(world, caller, { library })).toEqual([])
    await publishLibrary(world, caller, { library_id: library })
    await at.expectSound()
    const where = { libraryId: library }
    expect(await world.store.ids('subscription', { where, limit: 1 })).toEqual([])
  })

  it('takes its own subscription_info back, and no other source', async () => {
    const at = await open()
    const { world, caller } = at
    const library_id = await at.subscribedTo(await at.create(newOne()))
    const { subscription_info: info = {} } = await getLibrary(world, caller, { library_id })
    const update = (subscription_info: typeof info) =>
      updateSubscribedLibrary(world, caller, { library_id, update_spec: { subscription_info } })
    await update({ ...info, on_demand: true })
    const after = await getLibrary(world, caller, { library_id })
    expect(after.subscription_info).toEqual({ ...info, on_demand: true })
    const source_info = { source_library: 'other', subscription: 'other' }
    await expect(update({ source_info })).rejects.toMatchObject({
      id: 'accession.subscription.source_info_unexpected',
    })
  })
})
