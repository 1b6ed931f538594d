import { describe, expect, it } from 'vitest'
import type { ItemFindSpec } from '../contract/item.ts'
import { write } from '../ports/changes.ts'
import { createTestWorld } from '../testing/world.ts'
import { findLibraryItems } from './find-library-items.ts'
import { getItemFile } from './get-item-file.ts'
import { getItemStorage } from './get-item-storage.ts'
import { listItemFiles } from './list-item-files.ts'
import { listItemStorage } from './list-item-storage.ts'
import { listLibraryItems } from './list-library-items.ts'

const openWorld = async () => {
  const test = createTestWorld()
  const caller = await test.addCaller()
  const library = await test.addLibrary()
  const item = await test.addItem(library.id, { name: 'Ubuntu', sourceId: 'source-1' })
  const file = await test.addItemFile(item.id, 'a b.iso', 'bytes')
  const find = (spec: ItemFindSpec) => findLibraryItems(test.world, caller, { spec })
  return { ...test, caller, library, item, file, library_item_id: item.id, find }
}

describe('the files of an item', () => {
  it('are those it has now, each with its endpoint', async () => {
    const { world, caller, apply, addItemFile, library_item_id, file } = await openWorld()
    await addItemFile(library_item_id, 'b.iso', 'more bytes')
    await apply(write('itemFile', file, { until: 2 }))
    const files = await listItemFiles(world, caller, { library_item_id })
    expect(files).toEqual([
      {
        name: 'b.iso',
        size: 10,
        version: '1',
        cached: true,
        file_download_endpoint: expect.stringMatching(
          /^https:\/\/library\.test\/transfers\/file\/[\w-]+\/[\w-]+\/[\w-]+\/b\.iso$/,
        ),
      },
    ])
  })

  it('show the checksum that is known', async () => {
    const { world, caller, apply, library_item_id, file } = await openWorld()
    const checksum = { algorithm: 'SHA256', value: 'ab'.repeat(32) } as const
    await apply(write('itemFile', file, { checksum }))
    const found = await getItemFile(world, caller, { library_item_id, name: 'a b.iso' })
    expect(found.checksum_info).toEqual({ algorithm: 'SHA256', checksum: 'ab'.repeat(32) })
  })

  it.each(['c.iso', 'A B.ISO', '\u0000'])('are not %j', async (name) => {
    const { world, caller, library_item_id } = await openWorld()
    const unknown = { id: 'accession.item.file_not_found', type: 'NOT_FOUND' }
    const file = getItemFile(world, caller, { library_item_id, name })
    await expect(file).rejects.toMatchObject(unknown)
    const storage = getItemStorage(world, caller, { library_item_id, file_name: name })
    await expect(storage).rejects.toMatchObject(unknown)
  })
})

describe('the storage of an item', () => {
  it('echoes the backing of the library and names a place on it', async () => {
    const { world, caller, library, library_item_id } = await openWorld()
    const [storage] = await listItemStorage(world, caller, { library_item_id })
    expect(storage).toMatchObject({
      name: 'a b.iso',
      size: 5,
      storage_backing: { type: 'DATASTORE', datastore_id: 'datastore-1' },
      storage_uris: [
        `ds:///vmfs/volumes/datastore-1/contentlib-${library.id}/${library_item_id}/a%20b.iso`,
      ],
    })
    const input = { library_item_id, file_name: 'a b.iso' }
    expect(await getItemStorage(world, caller, input)).toEqual([storage])
  })

  it('needs the privilege to read storage', async () => {
    const { world, addCaller, library_item_id } = await openWorld()
    const viewer = await addCaller([{ role: 'viewer', libraryId: null }])
    const listed = listItemStorage(world, viewer, { library_item_id })
    await expect(listed).rejects.toMatchObject({ type: 'UNAUTHORIZED' })
    await expect(listItemStorage(world, viewer, { library_item_id: 'x' })).rejects.toMatchObject({
      type: 'NOT_FOUND',
    })
  })
})

describe('find', () => {
  it.each<ItemFindSpec>([
    { name: 'UBUNTU' },
    { type: 'ISO' },
    { source_id: 'source-1' },
    { cached: true },
    { name: 'ubuntu', type: 'iso', cached: true },
  ])('%j', async (spec) => {
    const { find, library, library_item_id } = await openWorld()
    expect(await find(spec)).toEqual([library_item_id])
    expect(await find({ ...spec, library_id: library.id })).toEqual([library_item_id])
  })

  it.each<ItemFindSpec>([
    { name: 'ubunt' },
    { name: '\u0000' },
    { type: 'ovf' },
    { library_id: 'unknown' },
    { source_id: 'source-2' },
    { cached: false },
    { name: 'ubuntu', type: 'ovf' },
  ])('nothing by %j', async (spec) => {
    const { find } = await openWorld()
    expect(await find(spec)).toEqual([])
  })

  it('needs a property', async () => {
    const { find } = await openWorld()
    await expect(find({})).rejects.toMatchObject({ id: 'accession.item.find_needs_property' })
  })

  it('leaves out what is deleted, or in a deleted library', async () => {
    const { find, apply, addLibrary, addItem, library_item_id } = await openWorld()
    const other = await addLibrary()
    await addItem(other.id, { name: 'Ubuntu' })
    const third = await addLibrary({ name: 'third' })
    await addItem(third.id, { name: 'Ubuntu', deletedAt: 1 })
    await apply(write('library', other, { deletedAt: 1 }))
    expect(await find({ name: 'ubuntu' })).toEqual([library_item_id])
  })

  it('shows what the caller may read', async () => {
    const { world, addCaller, addLibrary, addItem, library } = await openWorld()
    const other = await addLibrary()
    const { id } = await addItem(other.id, { name: 'Ubuntu' })
    const viewer = await addCaller([{ role: 'viewer', libraryId: other.id }])
    expect(await findLibraryItems(world, viewer, { spec: { name: 'ubuntu' } })).toEqual([id])
    const elsewhere = findLibraryItems(world, viewer, { spec: { library_id: library.id } })
    await expect(elsewhere).rejects.toMatchObject({ type: 'UNAUTHORIZED' })
    const listed = listLibraryItems(world, viewer, { library_id: library.id })
    await expect(listed).rejects.toMatchObject({ type: 'UNAUTHORIZED' })
  })
})
