import { describe, expect, it } from 'vitest'
import type { ItemModel } from '../contract/item-model.ts'
import { getLibrary } from '../libraries/get-library.ts'
import { deleteLocalLibrary } from '../libraries/delete-local-library.ts'
import { createMemoryStore } from '../memory/store.ts'
import { insert } from '../ports/changes.ts'
import { sampleRow } from '../testing/store/sample-rows.ts'
import { createTestWorld } from '../testing/world.ts'
import { createLibraryItem } from './create-library-item.ts'
import { deleteLibraryItem } from './delete-library-item.ts'
import { getLibraryItem } from './get-library-item.ts'
import { listItemFiles } from './list-item-files.ts'
import { listLibraryItems } from './list-library-items.ts'
import { updateLibraryItem } from './update-library-item.ts'

const client_token = '9d96e38e-0721-4cd6-bc95-e3be4c7480ad'

const inputOf = (library_item_id: string) => ({ library_item_id, update_spec: {} })

const openWorld = async (test = createTestWorld()) => {
  const { world } = test
  const caller = await test.addCaller()
  const { id: library_id } = await test.addLibrary()
  const create = (spec: ItemModel = {}, token?: string) =>
    createLibraryItem(world, caller, {
      create_spec: { library_id, name: 'Ubuntu', ...spec },
      ...(token && { client_token: token }),
    })
  const update = (library_item_id: string, update_spec: ItemModel) =>
    updateLibraryItem(world, caller, { library_item_id, update_spec })
  const get = (library_item_id: string) => getLibraryItem(world, caller, { library_item_id })
  return { ...test, caller, library_id, create, update, get }
}

describe('create', () => {
  it('makes an item without files, each of its versions the first', async () => {
    const { create, get, library_id } = await openWorld()
    const id = await create({ description: 'A server', type: 'iso', source_id: 'source-1' })
    expect(await get(id)).toEqual({
      id,
      library_id,
      name: 'Ubuntu',
      description: 'A server',
      type: 'iso',
      version: '1',
      content_version: '1',
      metadata_version: '1',
      size: 0,
      cached: true,
      creation_time: '2026-01-31T09:30:00.000Z',
      last_modified_time: '2026-01-31T09:30:00.000Z',
      source_id: 'source-1',
      security_compliance: true,
    })
  })

  it('moves the version of its library', async () => {
    const { world, clock, caller, create, library_id } = await openWorld()
    await clock.advance(1_000)
    await Promise.all(Array.from({ length: 5 }, (_, index) => create({ name: `item ${index}` })))
    expect(await getLibrary(world, caller, { library_id })).toMatchObject({
      version: '6',
      last_modified_time: '2026-01-31T09:30:01.000Z',
    })
  })

  it('refuses a name its library has, without regard to case', async () => {
    const { create, addLibrary } = await openWorld()
    await create()
    const taken = { id: 'accession.item.name_taken', type: 'ALREADY_EXISTS' }
    await expect(create({ name: 'UBUNTU' })).rejects.toMatchObject(taken)
    const other = await addLibrary()
    await expect(create({ library_id: other.id })).resolves.toBeDefined()
  })

  it('lets one of many creates of a name at once win', async () => {
    const { create, world, caller, library_id } = await openWorld()
    const ends = await Promise.allSettled(Array.from({ length: 8 }, () => create()))
    const lost = ends.filter((end) => end.status === 'rejected')
    expect(lost).toHaveLength(7)
    for (const { reason } of lost) expect(reason).toMatchObject({ type: 'ALREADY_EXISTS' })
    expect(await listLibraryItems(world, caller, { library_id })).toHaveLength(1)
  })

  it('makes one item of many calls with one client token, before names are looked at', async () => {
    const { create } = await openWorld()
    const ids = await Promise.all(Array.from({ length: 8 }, () => create({}, client_token)))
    expect(new Set(ids).size).toBe(1)
    expect(await create({}, client_token)).toBe(ids[0])
  })

  it.each<[ItemModel, string]>([
    [{ name: '' }, 'INVALID_ARGUMENT'],
    [{ name: 'a\u0000' }, 'INVALID_ARGUMENT'],
    [{ description: 'a'.repeat(2_001) }, 'INVALID_ARGUMENT'],
    [{ type: 'a'.repeat(81) }, 'INVALID_ARGUMENT'],
    [{ source_id: '\u0000' }, 'INVALID_ARGUMENT'],
    [{ library_id: 'unknown' }, 'NOT_FOUND'],
  ])('refuses %j', async (spec, type) => {
    const { create } = await openWorld()
    await expect(create(spec)).rejects.toMatchObject({ type })
  })

  it('refuses a subscribed library', async () => {
    const { create, addLibrary } = await openWorld()
    const { id: library_id } = await addLibrary({ type: 'SUBSCRIBED' })
    const refused = { id: 'accession.library.subscribed', type: 'INVALID_ELEMENT_TYPE' }
    await expect(create({ library_id })).rejects.toMatchObject(refused)
  })

  it('makes nothing in a library that is deleted meanwhile', async () => {
    const store = createMemoryStore()
    let beforeCommit: (() => Promise<unknown>) | undefined
    const test = createTestWorld({
      store: {
        ...store,
        async commit(changes) {
          const before = beforeCommit
          beforeCommit = undefined
          await before?.()
          return store.commit(changes)
        },
      },
    })
    const { create, caller, world, library_id } = await openWorld(test)
    beforeCommit = () => deleteLocalLibrary(world, caller, { library_id })
    await expect(create()).rejects.toMatchObject({ id: 'accession.library.not_found' })
  })
})

describe('update', () => {
  it('changes what is given and moves version and metadata version', async () => {
    const { create, update, get, clock } = await openWorld()
    const id = await create({ description: 'old' })
    await clock.advance(1_000)
    await update(id, { name: 'ubuntu', type: 'ovf' })
    expect(await get(id)).toMatchObject({
      name: 'ubuntu',
      description: 'old',
      type: 'ovf',
      version: '2',
      content_version: '1',
      metadata_version: '2',
      last_modified_time: '2026-01-31T09:30:01.000Z',
    })
  })

  it('asks for the version, if one is given', async () => {
    const { create, update } = await openWorld()
    const id = await create()
    await update(id, { name: 'second', version: '1' })
    await expect(update(id, { name: 'third', version: '1' })).rejects.toMatchObject({
      id: 'accession.item.version_stale',
      type: 'INVALID_ARGUMENT',
      args: [id, '2', '1'],
    })
  })

  it('refuses a name another item has', async () => {
    const { create, update } = await openWorld()
    await create()
    const id = await create({ name: 'Debian' })
    await expect(update(id, { name: 'UBUNTU' })).rejects.toMatchObject({ type: 'ALREADY_EXISTS' })
  })

  it('loses none of many at once, and lets one win a name', async () => {
    const { create, update, get } = await openWorld()
    const first = await create({ name: 'first' })
    const second = await create({ name: 'second' })
    await Promise.all(['a', 'b', 'c'].map((description) => update(first, { description })))
    expect(await get(first)).toMatchObject({ version: '4', metadata_version: '4' })
    const ends = await Promise.allSettled([first, second].map((id) => update(id, { name: 'x' })))
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('delete', () => {
  it('takes the item and all below it away at once', async () => {
    const { world, caller, create, get, addItemFile, sweepsAsked, logged } = await openWorld()
    const library_item_id = await create()
    await addItemFile(library_item_id, 'a.iso', 'bytes')
    await deleteLibraryItem(world, caller, { library_item_id })
    const gone = { id: 'accession.item.not_found', type: 'NOT_FOUND' }
    await expect(get(library_item_id)).rejects.toMatchObject(gone)
    await expect(listItemFiles(world, caller, { library_item_id })).rejects.toMatchObject(gone)
    await expect(deleteLibraryItem(world, caller, { library_item_id })).rejects.toMatchObject(gone)
    expect(sweepsAsked()).toBe(1)
    expect(logged.at(-1)).toMatchObject({ event: 'item.delete', fields: { item: library_item_id } })
  })

  it('gives its name free and moves the version of its library', async () => {
    const { world, caller, create, library_id } = await openWorld()
    await deleteLibraryItem(world, caller, { library_item_id: await create() })
    await expect(create()).resolves.toBeDefined()
    expect(await getLibrary(world, caller, { library_id })).toMatchObject({ version: '4' })
  })

  it('stops the transfers of its running session', async () => {
    const { world, caller, create, apply, library_id } = await openWorld()
    const itemId = await create()
    const session = sampleRow('updateSession', { itemId, libraryId: library_id })
    await apply(insert('updateSession', session))
    const stop = new AbortController()
    world.transfers.add({ sessionId: session.id, sessionFileId: 'file-1', blobId: 'b', stop })
    await deleteLibraryItem(world, caller, { library_item_id: itemId })
    expect(stop.signal.reason).toMatchObject({ id: 'accession.transfer.not_wanted' })
  })

  it('hides items with their library', async () => {
    const { world, caller, create, get, library_id } = await openWorld()
    const id = await create()
    await deleteLocalLibrary(world, caller, { library_id })
    await expect(get(id)).rejects.toMatchObject({ id: 'accession.item.not_found' })
    await expect(listLibraryItems(world, caller, { library_id })).rejects.toMatchObject({
      id: 'accession.library.not_found',
    })
  })
})

describe('every operation on one item', () => {
  it.each([
    ['get', getLibraryItem],
    ['update', updateLibraryItem],
    ['delete', deleteLibraryItem],
    ['files', listItemFiles],
  ] as const)('%s: unknown comes before forbidden', async (_, operate) => {
    const { world, create, addCaller } = await openWorld()
    const nobody = await addCaller([])
    const id = await create()
    await expect(operate(world, nobody, inputOf('unknown'))).rejects.toMatchObject({
      id: 'accession.item.not_found',
    })
    await expect(operate(world, nobody, inputOf(id))).rejects.toMatchObject({
      type: 'UNAUTHORIZED',
    })
  })

  it.each([
    ['update', updateLibraryItem],
    ['delete', deleteLibraryItem],
  ] as const)('%s: one of a subscribed library stays as it is', async (_, operate) => {
    const { world, caller, addLibrary, addItem } = await openWorld()
    const library = await addLibrary({ type: 'SUBSCRIBED' })
    const { id } = await addItem(library.id)
    const operated = operate(world, caller, { library_item_id: id, update_spec: {} })
    await expect(operated).rejects.toMatchObject({ id: 'accession.library.subscribed' })
  })
})
