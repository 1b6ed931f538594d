import { checkFiles } from '../../../src/fixtures/items.ts'
import { makeLibrary, unknownId } from '../../../src/fixtures/libraries.ts'
import { fillItem } from '../../../src/fixtures/update-sessions.ts'
import type { Chapter } from '../chapter.ts'

const client_token = '0b0b8b0e-6f0e-4b43-8f5d-6d9b4a3e5a02'
const gone = { library_item_id: unknownId }

/** Items from their making to their end. */
export const items: Chapter = async (context, { viewer }) => {
  const library_id = await makeLibrary(context)
  const create_spec = { library_id, name: 'disk', type: 'iso', description: 'a disk' }
  const library_item_id = await context.call('item.create', { client_token, create_spec })
  await context.call('item.create', { client_token, create_spec })
  const refusals = [
    ['ALREADY_EXISTS', { create_spec: { ...create_spec, name: 'DISK' } }],
    ['INVALID_ARGUMENT', { client_token, create_spec: { ...create_spec, name: 'other' } }],
    ['INVALID_ARGUMENT', { create_spec: { library_id } }],
    ['INVALID_ARGUMENT', { create_spec: { ...create_spec, name: 'x'.repeat(81) } }],
    ['NOT_FOUND', { create_spec: { ...create_spec, library_id: unknownId } }],
  ] as const
  for (const [type, given] of refusals) await context.refused(type, 'item.create', given)
  await context.refused('UNAUTHORIZED', 'item.create', { create_spec }, viewer)

  await context.call('item.list', { library_id })
  for (const spec of [{ name: 'DISK', library_id }, { type: 'ISO', library_id }, { name: 'none' }])
    await context.call('item.find', { spec })
  await context.refused('INVALID_ARGUMENT', 'item.find', { spec: {} })
  await context.call('item.get', { library_item_id }, viewer)
  await context.call('item.update', { library_item_id, update_spec: { name: 'disk 1' } })
  const second = { create_spec: { ...create_spec, name: 'second' } }
  const other = { library_item_id: await context.call('item.create', second) }
  const taken = { ...other, update_spec: { name: 'Disk 1' } }
  await context.refused('ALREADY_EXISTS', 'item.update', taken)
  const stale = { library_item_id, update_spec: { name: 'late', version: '1' } }
  await context.refused('INVALID_ARGUMENT', 'item.update', stale)
  await context.refused('NOT_FOUND', 'item.update', { ...gone, update_spec: {} })
  await context.call('item.get', { library_item_id })

  await fillItem(context, library_item_id, { 'disk.iso': 'some bytes', 'räd me': '' })
  await context.call('itemFile.list', { library_item_id })
  await context.call('itemFile.get', { library_item_id, name: 'räd me' })
  await context.call('itemStorage.list', { library_item_id })
  await context.call('itemStorage.get', { library_item_id, file_name: 'disk.iso' })
  await context.refused('NOT_FOUND', 'itemFile.get', { library_item_id, name: 'none' })
  await context.refused('NOT_FOUND', 'itemStorage.get', { library_item_id, file_name: 'none' })
  await context.refused('NOT_FOUND', 'itemFile.get', { ...gone, name: 'a' })
  await context.refused('NOT_FOUND', 'itemStorage.get', { ...gone, file_name: 'a' })
  await context.refused('NOT_FOUND', 'itemFile.list', gone)
  await context.refused('NOT_FOUND', 'itemStorage.list', gone)

  const again = {
    source_library_item_id: library_item_id,
    destination_create_spec: { library_id, name: 'copy', type: 'iso' },
  }
  const copied = { client_token: '0b0b8b0e-6f0e-4b43-8f5d-6d9b4a3e5a03', ...again }
  const copy_id = await context.call('item.copy', copied)
  await context.call('item.copy', copied)
  await context.refused('INVALID_ARGUMENT', 'item.copy', again)
  await context.refused('NOT_FOUND', 'item.copy', { ...again, source_library_item_id: unknownId })

  await context.refused('UNAUTHORIZED', 'item.delete', { library_item_id }, viewer)
  await context.call('item.delete', { library_item_id })
  await context.refused('NOT_FOUND', 'item.get', { library_item_id })
  await context.refused('NOT_FOUND', 'item.delete', { library_item_id })
  await checkFiles(context, copy_id, { 'disk.iso': 'some bytes', 'räd me': '' })
  await context.call('item.list', { library_id })
}
