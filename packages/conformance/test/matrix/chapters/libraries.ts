import { librarySpec, makeItem, makeLibrary, unknownId } from '../../../src/fixtures/libraries.ts'
import type { Chapter } from '../chapter.ts'

const client_token = '0b0b8b0e-6f0e-4b43-8f5d-6d9b4a3e5a01'
const backing = { type: 'DATASTORE', datastore_id: 'datastore-1' } as const

/** Local libraries from their making to their end. */
export const libraries: Chapter = async (context, { viewer }) => {
  await context.call('type.list', {})
  const create_spec = librarySpec(context, { description: 'of the matrix', type: 'LOCAL' })
  const { name = '' } = create_spec
  const create = (more: object) => ({ client_token, create_spec: { ...create_spec, ...more } })
  const library_id = await context.call('localLibrary.create', create({}))
  await context.call('localLibrary.create', create({}))
  const refusals = [
    ['INVALID_ARGUMENT', create({ description: 'another' })],
    ['INVALID_ARGUMENT', { create_spec: { name } }],
    ['INVALID_ARGUMENT', { create_spec: { ...create_spec, name: '' } }],
    ['INVALID_ARGUMENT', { create_spec: { ...create_spec, name: 7 } }],
    ['INVALID_ARGUMENT', { create_spec, client_token: 'no uuid' }],
    ['UNSUPPORTED', { create_spec: { ...create_spec, storage_backings: [backing, backing] } }],
  ] as const
  for (const [type, given] of refusals) await context.refused(type, 'localLibrary.create', given)
  await context.refused('UNAUTHORIZED', 'localLibrary.create', { create_spec }, viewer)

  await context.call('library.list', {})
  await context.call('localLibrary.list', {})
  for (const spec of [{ name: name.toUpperCase() }, { type: 'LOCAL' }, { name: 'none' }] as const)
    await context.call('library.find', { spec })
  await context.call('library.find', { spec: { name, storage_backing: backing } })
  await context.refused('INVALID_ARGUMENT', 'library.find', { spec: {} })
  await context.call('library.get', { library_id }, viewer)
  for (const update of ['library.update', 'localLibrary.update'] as const) {
    await context.call(update, { library_id, update_spec: { description: update } })
    await context.refused('INVALID_ARGUMENT', update, { library_id, update_spec: { name: '' } })
    await context.refused('UNAUTHORIZED', update, { library_id, update_spec: { name } }, viewer)
    const gone = { library_id: unknownId, update_spec: { name } }
    await context.refused('NOT_FOUND', update, gone)
  }
  const stale = { library_id, update_spec: { name, version: '1' } }
  await context.refused('CONCURRENT_CHANGE', 'localLibrary.update', stale)
  await context.refused('INVALID_ARGUMENT', 'library.update', stale)
  await context.call('localLibrary.get', { library_id })

  await makeItem(context, library_id)
  await context.refused('UNAUTHORIZED', 'localLibrary.delete', { library_id }, viewer)
  await context.call('localLibrary.delete', { library_id })
  const forced = { library_id: await makeLibrary(context) }
  await context.refused('UNAUTHORIZED', 'localLibrary.force_delete', forced, viewer)
  await context.call('localLibrary.force_delete', forced)
  for (const gone of [{ library_id }, forced]) {
    await context.refused('NOT_FOUND', 'library.get', gone)
    await context.refused('NOT_FOUND', 'localLibrary.get', gone)
    await context.refused('NOT_FOUND', 'localLibrary.delete', gone)
    await context.refused('NOT_FOUND', 'localLibrary.force_delete', gone)
    await context.refused('NOT_FOUND', 'item.list', gone)
  }
  await context.call('library.list', {})
}
