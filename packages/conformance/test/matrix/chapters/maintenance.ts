import { makeItem, makeLibrary, unknownId } from '../../../src/fixtures/libraries.ts'
import { readFrom, sendUpload } from '../../../src/fixtures/transfers.ts'
import { addFile, fillItem, openSession } from '../../../src/fixtures/update-sessions.ts'
import type { Chapter } from '../chapter.ts'

const refusal = 'NOT_ALLOWED_IN_CURRENT_STATE'

/** A library in maintenance: what is refused, what goes on; and that a local one is not converted. */
export const maintenance: Chapter = async (context, { viewer }) => {
  const library_id = await makeLibrary(context)
  const library_item_id = await makeItem(context, library_id)
  await fillItem(context, library_item_id, { a: 'some bytes' })
  const idle = await makeItem(context, library_id, { name: 'idle' })
  const update_session_id = await openSession(context, library_item_id)
  const { uri } = await addFile(context, update_session_id, 'b')
  for (const name of ['library.enter_maintenance', 'library.exit_maintenance'] as const) {
    await context.refused('UNAUTHORIZED', name, { library_id }, viewer)
    await context.refused('NOT_FOUND', name, { library_id: unknownId })
  }
  await context.refused(refusal, 'library.exit_maintenance', { library_id })
  await context.call('library.enter_maintenance', { library_id })
  await context.refused(refusal, 'library.enter_maintenance', { library_id })
  await context.call('library.get', { library_id })

  const update_spec = { name: 'other' }
  const create_spec = { library_id, name: 'new' }
  const refusals = [
    ['localLibrary.update', { library_id, update_spec }],
    ['localLibrary.delete', { library_id }],
    ['localLibrary.force_delete', { library_id }],
    ['library.update', { library_id, update_spec }],
    ['library.delete', { library_id }],
    ['library.force_delete', { library_id }],
    ['item.create', { create_spec }],
    ['item.update', { library_item_id, update_spec }],
    ['item.delete', { library_item_id }],
    [
      'item.copy',
      { source_library_item_id: library_item_id, destination_create_spec: create_spec },
    ],
    ['updateSession.create', { create_spec: { library_item_id: idle } }],
    ['updateSession.complete', { update_session_id }],
    ['updateSessionFile.add', { update_session_id, file_spec: { name: 'c', source_type: 'PUSH' } }],
    ['updateSessionFile.remove', { update_session_id, file_name: 'b' }],
  ] as const
  for (const [name, given] of refusals)
    await context.refused([refusal, 'INVALID_ARGUMENT'], name, given)
  const files = await context.call('itemFile.list', { library_item_id })
  await readFrom(context, files[0]?.file_download_endpoint)
  await sendUpload(context, uri, { body: 'new' })
  await context.call('updateSession.keep_alive', { update_session_id })
  await context.call('item.list', { library_id })

  await context.call('library.exit_maintenance', { library_id })
  await sendUpload(context, uri, { body: 'new' })
  await context.call('updateSession.complete', { update_session_id })
  await context.call('itemFile.list', { library_item_id })
  await context.call('library.get', { library_id })

  const conversion_spec = { conversion_type: 'TO_PUBLISHED_LIBRARY' }
  const given = { library_id, conversion_spec }
  await context.refused('INVALID_ELEMENT_TYPE', 'library.convert', given)
  await context.refused('NOT_FOUND', 'library.convert', { ...given, library_id: unknownId })
  await context.refused('UNAUTHORIZED', 'library.convert', given, viewer)
  await context.refused('INVALID_ARGUMENT', 'library.convert', {
    library_id,
    conversion_spec: { conversion_type: 'TO_LOCAL_LIBRARY' },
  })
}
