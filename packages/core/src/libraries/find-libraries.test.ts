import { describe, expect, it } from 'vitest'
import type { LibraryFindSpec } from '../contract/library.ts'
import { createTestWorld } from '../testing/world.ts'
import { findLibraries } from './find-libraries.ts'
import { listLibraries } from './list-libraries.ts'
import { listLocalLibraries } from './list-local-libraries.ts'

const openWorld = async () => {
  const test = createTestWorld()
  const caller = await test.addCaller()
  const images = await test.addLibrary({ name: 'Images', nameKey: 'images' })
  const mirror = await test.addLibrary({ name: 'Mirror', nameKey: 'mirror', type: 'SUBSCRIBED' })
  await test.addLibrary({ name: 'Images', nameKey: 'images', deletedAt: 1 })
  const find = (spec: LibraryFindSpec) => findLibraries(test.world, caller, { spec })
  return { ...test, caller, images, mirror, find }
}

describe('find', () => {
  it('compares names without case, and leaves deleted ones out', async () => {
    const { find, images } = await openWorld()
    expect(await find({ name: 'IMAGES' })).toEqual([images.id])
    expect(await find({ name: 'Image' })).toEqual([])
    expect(await find({ name: '\u0000' })).toEqual([])
  })

  it('takes several properties together', async () => {
    const { find, images, mirror } = await openWorld()
    expect(await find({ type: 'SUBSCRIBED' })).toEqual([mirror.id])
    expect(await find({ name: 'images', type: 'SUBSCRIBED' })).toEqual([])
    const backing = { type: 'DATASTORE' } as const
    expect(await find({ storage_backing: backing, type: 'LOCAL' })).toEqual([images.id])
    const storage_backing = { ...backing, datastore_id: 'datastore-2' }
    expect(await find({ storage_backing })).toEqual([])
  })

  it('takes a storage backing by any of its parts', async () => {
    const { find, images, mirror, addLibrary } = await openWorld()
    const storageUri = 'file:///images'
    const shelf = { type: 'OTHER', datastoreId: null, storageUri } as const
    const { id } = await addLibrary({ storageBackings: [shelf] })
    const byDatastore = { datastore_id: 'datastore-1' }
    expect(await find({ storage_backing: byDatastore })).toEqual([images.id, mirror.id])
    expect(await find({ storage_backing: { ...byDatastore, type: 'OTHER' } })).toEqual([])
    expect(await find({ storage_backing: { storage_uri: storageUri } })).toEqual([id])
    expect(await find({ storage_backing: { type: 'OTHER' } })).toEqual([id])
    await expect(find({ storage_backing: { datastore_id: '\u0000' } })).rejects.toMatchObject({
      type: 'INVALID_ARGUMENT',
    })
  })

  it('needs a property', async () => {
    const { find } = await openWorld()
    await expect(find({})).rejects.toMatchObject({
      id: 'accession.library.find_needs_property',
      type: 'INVALID_ARGUMENT',
    })
  })
})

it('lists hold what is alive, of the type asked for', async () => {
  const { world, caller, images, mirror } = await openWorld()
  expect(await listLibraries(world, caller)).toEqual([images.id, mirror.id])
  expect(await listLocalLibraries(world, caller)).toEqual([images.id])
})

it('who may read one library finds that one', async () => {
  const { world, addCaller, mirror } = await openWorld()
  const caller = await addCaller([{ role: 'viewer', libraryId: mirror.id }])
  expect(await listLibraries(world, caller)).toEqual([mirror.id])
  expect(await listLocalLibraries(world, caller)).toEqual([])
  expect(await findLibraries(world, caller, { spec: { name: 'images' } })).toEqual([])
  const nobody = await addCaller([])
  await expect(listLibraries(world, nobody)).rejects.toMatchObject({ type: 'UNAUTHORIZED' })
})
