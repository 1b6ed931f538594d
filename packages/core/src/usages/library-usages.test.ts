import { describe, expect, it } from 'vitest'
import type { Caller } from '../access/caller.ts'
import { deleteLibraryItem } from '../items/delete-library-item.ts'
import { deleteLibrary } from '../libraries/delete-library.ts'
import { deleteLocalLibrary } from '../libraries/delete-local-library.ts'
import { forceDeleteLibrary } from '../libraries/force-delete-library.ts'
import { forceDeleteLocalLibrary } from '../libraries/force-delete-local-library.ts'
import { getLibrary } from '../libraries/get-library.ts'
import { updateLibrary } from '../libraries/update-library.ts'
import { limits } from '../limits.ts'
import { adjust } from '../ports/changes.ts'
import { scale } from '../testing/scale.ts'
import { createRandom } from '../testing/update-sessions/random.ts'
import { tardy } from '../testing/update-sessions/disguises.ts'
import { testHashing } from '../testing/hashing.ts'
import { createTestWorld } from '../testing/world.ts'
import { createMemoryStore } from '../memory/store.ts'
import { createMemoryBlobStore } from '../memory/blob-store.ts'
import { sweep } from '../upkeep/sweep.ts'
import type { World } from '../world.ts'
import { addLibraryUsage } from './add-library-usage.ts'
import { getLibraryUsage } from './get-library-usage.ts'
import { listLibraryUsages } from './list-library-usages.ts'
import { removeLibraryUsage } from './remove-library-usage.ts'

const resource_urn = 'urn:vmomi:vm:vm-12'
const noLibrary = { id: 'accession.library.not_found', type: 'NOT_FOUND' }

const openWorld = async (overrides: Partial<Pick<World, 'store'>> = {}) => {
  const test = createTestWorld(overrides)
  const caller = await test.addCaller()
  const { id: library } = await test.addLibrary()
  const add = (urn = resource_urn, by: Caller = caller) =>
    addLibraryUsage(test.world, by, { library, spec: { resource_urn: urn } })
  const list = async (by: Caller = caller) =>
    (await listLibraryUsages(test.world, by, { library })).library_usage_list
  const remove = (usage: string, by: Caller = caller) =>
    removeLibraryUsage(test.world, by, { library, usage })
  return { ...test, caller, library, add, list, remove }
}

describe('the usages of a library', () => {
  it('are read as they were added', async () => {
    const { world, caller, library, add, list } = await openWorld()
    const usage = await add()
    const other = await add('urn:vmomi:namespace:ns-abcde')
    expect(await getLibraryUsage(world, caller, { library, usage })).toEqual({
      usage,
      resource_urn,
      addition_time: '2026-01-31T09:30:00.000Z',
    })
    expect(await list()).toEqual([
      { usage, resource_urn },
      { usage: other, resource_urn: 'urn:vmomi:namespace:ns-abcde' },
    ])
  })

  it('move neither the version of the library nor the time of its change', async () => {
    const { world, caller, library: library_id, clock, add } = await openWorld()
    const before = await getLibrary(world, caller, { library_id })
    await clock.advance(1_000)
    await add()
    expect(await getLibrary(world, caller, { library_id })).toEqual(before)
  })

  it('are there once each, however many add them at once', async () => {
    const { add, list, remove } = await openWorld()
    const ends = await Promise.allSettled(Array.from({ length: 5 }, () => add()))
    const [usage] = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []))
    const refused = { id: 'accession.library.usage_exists', type: 'ALREADY_EXISTS' }
    const reasons = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []))
    expect(reasons).toEqual(Array(4).fill(expect.objectContaining(refused)))
    expect(await list()).toEqual([{ usage, resource_urn }])
    await remove(usage ?? '')
    expect(await list()).toEqual([])
    await add()
  })

  it('are gone once they were removed, and are removed once', async () => {
    const { world, caller, library, add, remove } = await openWorld()
    const usage = await add()
    const ends = await Promise.allSettled([remove(usage), remove(usage)])
    const gone = { id: 'accession.library.usage_not_found', type: 'NOT_FOUND' }
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    await expect(remove(usage)).rejects.toMatchObject(gone)
    await expect(getLibraryUsage(world, caller, { library, usage })).rejects.toMatchObject(gone)
    // The count has gone down once.
    await deleteLibrary(world, caller, { library_id: library })
  })

  it('are those of their own library', async () => {
    const { world, caller, add, addLibrary } = await openWorld()
    const usage = await add()
    const { id: library } = await addLibrary()
    const gone = { id: 'accession.library.usage_not_found' }
    await expect(getLibraryUsage(world, caller, { library, usage })).rejects.toMatchObject(gone)
    await expect(removeLibraryUsage(world, caller, { library, usage })).rejects.toMatchObject(gone)
  })

  it.each([
    '',
    'vm-12',
    'urn:vmomi:vm',
    'urn:vmomi::vm-12',
    'urn:vmomi:vm:',
    'urn:vmomi:vm:a b',
    'urn:vmomi:vm:\u0000',
    `urn:vmomi:vm:${'a'.repeat(limits.indexedTextLengthMax)}`,
  ])('refuses the URN %j', async (urn) => {
    const { add, list } = await openWorld()
    await expect(add(urn)).rejects.toMatchObject({ type: 'INVALID_ARGUMENT' })
    expect(await list()).toEqual([])
  })

  it.each(['urn:vmomi:vm:vm-12:snapshot:1', 'URN:a.b:Supervisor:5%20a'])(
    'takes the URN %s',
    async (urn) => {
      const { add, list } = await openWorld()
      const usage = await add(urn)
      expect(await list()).toEqual([{ usage, resource_urn: urn }])
    },
  )

  it('are no more than the limit', async () => {
    const { apply, library, add, list } = await openWorld()
    await apply(adjust('library', library, { add: { usageCount: limits.usagesPerLibraryMax - 1 } }))
    const ends = await Promise.allSettled([add(), add('urn:vmomi:vm:vm-13')])
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const refused = { id: 'accession.library.usages_too_many', type: 'SERVICE_UNAVAILABLE' }
    await expect(add('urn:vmomi:vm:vm-14')).rejects.toMatchObject(refused)
    expect(await list()).toHaveLength(1)
  })

  it('are for who may read the library, and are declared by who may do so everywhere', async () => {
    const { library, add, list, remove, addCaller, addLibrary } = await openWorld()
    const { id: elsewhere } = await addLibrary()
    const usage = await add()
    const viewer = await addCaller([{ role: 'viewer', libraryId: library }])
    expect(await list(viewer)).toHaveLength(1)
    for (const grants of [
      [{ role: 'admin', libraryId: library }],
      [{ role: 'editor', libraryId: null }],
    ] as const) {
      const other = await addCaller(grants)
      await expect(add('urn:a:b:c', other)).rejects.toMatchObject({ type: 'UNAUTHORIZED' })
      await expect(remove(usage, other)).rejects.toMatchObject({ type: 'UNAUTHORIZED' })
    }
    const stranger = await addCaller([{ role: 'viewer', libraryId: elsewhere }])
    await expect(list(stranger)).rejects.toMatchObject({ type: 'UNAUTHORIZED' })
  })

  it('of a library that is not there are not found', async () => {
    const { world, caller } = await openWorld()
    const library = 'unknown'
    const calls = [
      addLibraryUsage(world, caller, { library, spec: { resource_urn } }),
      listLibraryUsages(world, caller, { library }),
      getLibraryUsage(world, caller, { library, usage: 'any' }),
      removeLibraryUsage(world, caller, { library, usage: 'any' }),
    ]
    for (const call of calls) await expect(call).rejects.toMatchObject(noLibrary)
  })
})

describe.each([
  ['library', deleteLibrary, forceDeleteLibrary],
  ['localLibrary', deleteLocalLibrary, forceDeleteLocalLibrary],
] as const)('deleting by %s a library that is in use', (_, remove, forceRemove) => {
  it('is refused, naming some of the usages', async () => {
    const { world, caller, library: library_id, add } = await openWorld()
    for (let index = 10; index < 22; index++) await add(`urn:vmomi:vm:vm-${index}`)
    const named = Array.from({ length: 10 }, (_unused, index) => `urn:vmomi:vm:vm-${index + 10}`)
    await expect(remove(world, caller, { library_id })).rejects.toMatchObject({
      id: 'accession.library.in_use',
      type: 'NOT_ALLOWED_IN_CURRENT_STATE',
      args: [library_id, [...named, 'and 2 more'].join(', ')],
    })
    expect(await getLibrary(world, caller, { library_id })).toMatchObject({ id: library_id })
  })

  it('goes once the last usage is gone', async () => {
    const { world, caller, library: library_id, add, remove: take } = await openWorld()
    const usage = await add()
    await expect(remove(world, caller, { library_id })).rejects.toMatchObject({
      args: [library_id, resource_urn],
    })
    await take(usage)
    await remove(world, caller, { library_id })
    await expect(getLibrary(world, caller, { library_id })).rejects.toMatchObject(noLibrary)
  })

  it('can be forced, and takes the usages along', async () => {
    const { world, caller, library: library_id, add, list, logged } = await openWorld()
    await add()
    await forceRemove(world, caller, { library_id })
    await expect(list()).rejects.toMatchObject(noLibrary)
    expect(logged.at(-1)).toMatchObject({ event: 'library.delete', fields: { usages: 1 } })
    while ((await sweep(world)).more) continue
    const where = { id: { moreThan: '' } }
    expect(await world.store.ids('libraryUsage', { where, limit: 1 })).toEqual([])
    expect(await world.store.ids('library', { where, limit: 1 })).toEqual([])
  })
})

it('deleting is for who may delete libraries', async () => {
  const { world, library: library_id, addCaller } = await openWorld()
  const editor = await addCaller([{ role: 'editor', libraryId: null }])
  for (const remove of [deleteLibrary, forceDeleteLibrary])
    await expect(remove(world, editor, { library_id })).rejects.toMatchObject({
      type: 'UNAUTHORIZED',
    })
  const owner = await addCaller([{ role: 'admin', libraryId: library_id }])
  await deleteLibrary(world, owner, { library_id })
})

const openItem = async (isGuarded: boolean) => {
  const test = await openWorld()
  const { world, caller, library: library_id, addItem, add } = test
  const guard = (apply_library_usage_to_items: boolean) =>
    updateLibrary(world, caller, {
      library_id,
      update_spec: { configuration_info: { apply_library_usage_to_items } },
    })
  if (isGuarded) await guard(true)
  await add()
  const { id: library_item_id } = await addItem(library_id)
  return { ...test, guard, remove: () => deleteLibraryItem(world, caller, { library_item_id }) }
}

describe('an item of a library that is in use', () => {
  it('can be deleted, unless the library says otherwise', async () => {
    const { remove } = await openItem(false)
    await remove()
  })

  it('is guarded where the library applies its usages to its items', async () => {
    const { library, remove, guard } = await openItem(true)
    await expect(remove()).rejects.toMatchObject({
      id: 'accession.item.library_in_use',
      type: 'NOT_ALLOWED_IN_CURRENT_STATE',
      args: [library, resource_urn],
    })
    await guard(false)
    await remove()
  })

  it('goes with its library, where that is forced', async () => {
    const { world, caller, library: library_id, remove } = await openItem(true)
    await forceDeleteLibrary(world, caller, { library_id })
    await expect(remove()).rejects.toMatchObject({ type: 'NOT_FOUND' })
  })
})

/** What meets over a slow store, in the order that a seed gives. */
const openTardy = (seed: number) => {
  const ports = { store: createMemoryStore(), blobs: createMemoryBlobStore(), hashing: testHashing }
  return openWorld({ store: tardy(createRandom(seed))(ports).store })
}

it('of a usage and a deletion at once exactly one comes first', async () => {
  const winners = new Set<string>()
  for (let seed = 1; seed <= scale(40, 500); seed++) {
    const { world, caller, library: library_id, add } = await openTardy(seed)
    const [added, deleted] = await Promise.allSettled([
      add(),
      deleteLibrary(world, caller, { library_id }),
    ])
    const [winner, loser] =
      added.status === 'fulfilled' ? ['add', deleted] : (['delete', added] as const)
    expect(loser, `seed ${seed}`).toMatchObject({
      reason: { id: winner === 'add' ? 'accession.library.in_use' : 'accession.library.not_found' },
    })
    winners.add(winner)
  }
  expect([...winners].toSorted()).toEqual(['add', 'delete'])
})

it('an item is never deleted in spite of a usage that guards it', async () => {
  const deletions = new Set<string>()
  for (let seed = 1; seed <= scale(40, 500); seed++) {
    const test = await openTardy(seed)
    const { world, caller, library: library_id, addItem, add } = test
    const { id: library_item_id } = await addItem(library_id)
    const guardAndUse = async (): Promise<number> => {
      const configuration_info = { apply_library_usage_to_items: true }
      await updateLibrary(world, caller, { library_id, update_spec: { configuration_info } })
      await add()
      const [item] = await world.store.find('item', { where: { id: library_item_id }, limit: 1 })
      return item?.deletedAt === null ? 1 : 0
    }
    const [there, deleted] = await Promise.allSettled([
      guardAndUse(),
      deleteLibraryItem(world, caller, { library_item_id }),
    ])
    const isThere = there.status === 'fulfilled' && there.value === 1
    // What is there once it is guarded stays.
    if (isThere) expect(deleted.status, `seed ${seed}`).toBe('rejected')
    deletions.add(deleted.status)
  }
  expect([...deletions].toSorted()).toEqual(['fulfilled', 'rejected'])
})
