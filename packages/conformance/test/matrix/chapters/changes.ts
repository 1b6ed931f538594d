import { makeItem, makeLibrary, unknownId } from '../../../src/fixtures/libraries.ts'
import { fillItem } from '../../../src/fixtures/update-sessions.ts'
import type { Chapter } from '../chapter.ts'

/** The history of an item. */
export const changes: Chapter = async (context, { viewer }) => {
  const library_id = await makeLibrary(context)
  const library_item = await makeItem(context, library_id, { name: 'first' })
  const update_spec = { name: 'second', description: 'anew' }
  await context.call('item.update', { library_item_id: library_item, update_spec })
  await fillItem(context, library_item, { a: 'x', 'räd me': 'y' })
  await context.call('itemChanges.list', { library_item }, viewer)
  for (const version of ['1', '2', '3'])
    await context.call('itemChanges.get', { library_item, version })
  for (const version of ['4', '0', 'x'])
    await context.refused('NOT_FOUND', 'itemChanges.get', { library_item, version })
  await context.refused('NOT_FOUND', 'itemChanges.list', { library_item: unknownId })
  const copied = await context.call('item.copy', {
    source_library_item_id: library_item,
    destination_create_spec: { library_id, name: 'copy' },
  })
  await context.call('itemChanges.list', { library_item: copied })
  await context.call('itemChanges.get', { library_item: copied, version: '1' })
  await context.call('item.delete', { library_item_id: copied })
  await context.refused('NOT_FOUND', 'itemChanges.list', { library_item: copied })
}
