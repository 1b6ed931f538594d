import { describe, expect, it } from 'vitest'
import type { ItemModel } from '../contract/item-model.ts'
import { createMemoryStore } from '../memory/store.ts'
import { adjust, write } from '../ports/changes.ts'
import { createTestWorld } from '../testing/world.ts'
import { copyLibraryItem } from './copy-library-item.ts'
import { getLibraryItem } from './get-library-item.ts'
import { listItemFiles } from './list-item-files.ts'

const client_token = '9d96e38e-0721-4cd6-bc95-e3be4c7480ad'

const openWorld = async (test = createTestWorld()) => {
  const { world } = test
  const caller = await test.addCaller()
  const library = await test.addLibrary()
  const destination = await test.addLibrary()
  const own = { description: 'A server', itemType: 'iso', version: 7, contentVersion: 4 }
  const source = await test.addItem(library.id, { name: 'Ubuntu', ...own })
  const file = await test.addItemFile(source.id, 'a.iso', 'bytes')
  const copy = (spec: ItemModel = {}, token?: string) =>
    copyLibraryItem(world, caller, {
      source_library_item_id: source.id,
      destination_create_spec: { library_id: destination.id, name: 'Copy', ...spec },
      ...(token && { client_token: token }),
    })
  const referencesOf = async (id: string | null) => {
    const [blob] = await world.store.find('blob', { where: { id: id ?? '' }, limit: 1 })
    return blob?.references
  }
  return { ...test, caller, library, destination, source, file, copy, referencesOf }
}

/** A world where something happens just before the next commit. */
const disturbed = async () => {
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
  const opened = await openWorld(test)
  return { ...opened, disturb: (action: () => Promise<unknown>) => (beforeCommit = action) }
}

describe('copy', () => {
  it('makes an item of its own with the files of the source', async () => {
    const { world, caller, copy, destination, file, referencesOf } = await openWorld()
    const library_item_id = await copy()
    expect(await getLibraryItem(world, caller, { library_item_id })).toMatchObject({
      library_id: destination.id,
      name: 'Copy',
      description: 'A server',
      type: 'iso',
      version: '1',
      content_version: '1',
      metadata_version: '1',
      size: 5,
    })
    const files = await listItemFiles(world, caller, { library_item_id })
    expect(files).toMatchObject([{ name: 'a.iso', size: 5, version: '1', cached: true }])
    expect(await referencesOf(file.blobId)).toBe(2)
  })

  it('takes what its specification says instead', async () => {
    const { world, caller, copy } = await openWorld()
    const library_item_id = await copy({ description: 'Other', type: 'ovf' })
    expect(await getLibraryItem(world, caller, { library_item_id })).toMatchObject({
      description: 'Other',
      type: 'ovf',
    })
  })

  it('refuses a taken name as an argument', async () => {
    const { copy, library } = await openWorld()
    const taken = { id: 'accession.item.copy_name_taken', type: 'INVALID_ARGUMENT' }
    const refused = copy({ library_id: library.id, name: 'UBUNTU' })
    await expect(refused).rejects.toMatchObject(taken)
  })

  it('is made once of many calls with one client token', async () => {
    const { copy, file, referencesOf } = await openWorld()
    const ids = await Promise.all(Array.from({ length: 5 }, () => copy({}, client_token)))
    expect(new Set(ids).size).toBe(1)
    expect(await referencesOf(file.blobId)).toBe(2)
  })

  it('needs to read the source and to add to the destination', async () => {
    const { world, addCaller, library, destination, source } = await openWorld()
    const input = {
      source_library_item_id: source.id,
      destination_create_spec: { library_id: destination.id, name: 'Copy' },
    }
    const reader = { role: 'viewer', libraryId: library.id } as const
    const editor = { role: 'editor', libraryId: destination.id } as const
    for (const grants of [[reader], [editor]]) {
      const copied = copyLibraryItem(world, await addCaller(grants), input)
      await expect(copied).rejects.toMatchObject({ type: 'UNAUTHORIZED' })
    }
    const both = await addCaller([reader, editor])
    await expect(copyLibraryItem(world, both, input)).resolves.toBeDefined()
  })

  it('refuses an unknown source, an unknown destination and a subscribed one', async () => {
    const { world, caller, copy, addLibrary } = await openWorld()
    const input = { source_library_item_id: 'unknown', destination_create_spec: { name: 'Copy' } }
    const unknown = copyLibraryItem(world, caller, input)
    await expect(unknown).rejects.toMatchObject({ id: 'accession.item.not_found' })
    const nowhere = copy({ library_id: 'unknown' })
    await expect(nowhere).rejects.toMatchObject({ id: 'accession.library.not_found' })
    const { id: library_id } = await addLibrary({ type: 'SUBSCRIBED' })
    await expect(copy({ library_id })).rejects.toMatchObject({ type: 'INVALID_ELEMENT_TYPE' })
  })
})

describe('a source that changes while it is copied', () => {
  it('is copied as it is after, never a part of each', async () => {
    const { world, caller, copy, source, file, apply, addItemFile, disturb } = await disturbed()
    disturb(async () => {
      const added = await addItemFile(source.id, 'b.iso', 'other bytes')
      await apply(
        write('itemFile', file, { until: 5, blobId: null }),
        adjust('blob', file.blobId ?? '', { add: { references: -1 } }),
        adjust('item', source.id, { add: { contentVersion: 1, size: -5, fileCount: -1 } }),
      )
      return added
    })
    const library_item_id = await copy()
    const files = await listItemFiles(world, caller, { library_item_id })
    expect(files.map(({ name }) => name)).toEqual(['b.iso'])
    expect(await getLibraryItem(world, caller, { library_item_id })).toMatchObject({ size: 11 })
  })

  it('is not copied once it is deleted', async () => {
    const { copy, source, apply, disturb, referencesOf, file } = await disturbed()
    disturb(() => apply(adjust('item', source.id, {}), write('item', source, { deletedAt: 1 })))
    await expect(copy()).rejects.toMatchObject({ id: 'accession.item.not_found' })
    expect(await referencesOf(file.blobId)).toBe(1)
  })
})
