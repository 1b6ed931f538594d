import { makeItem, makeLibrary, unknownId } from '../../../src/fixtures/libraries.ts'
import { readFrom } from '../../../src/fixtures/transfers.ts'
import { fillItem } from '../../../src/fixtures/update-sessions.ts'
import type { Chapter } from '../chapter.ts'

const client_token = '0b0b8b0e-6f0e-4b43-8f5d-6d9b4a3e5a05'

/** All that an ended session refuses. */
const changes = [
  ['downloadSession.cancel', {}],
  ['downloadSession.fail', { client_error_message: 'why' }],
  ['downloadSession.keep_alive', { progress: 7 }],
] as const

const others = [
  ['downloadSession.get', {}],
  ['downloadSession.delete', {}],
  ['downloadSessionFile.list', {}],
  ['downloadSessionFile.get', { file_name: 'a' }],
  ['downloadSessionFile.prepare', { file_name: 'a' }],
] as const

/** Download sessions: created, read from, ended in each way, deleted. */
export const downloadSessions: Chapter = async (context, { viewer }) => {
  const library_item_id = await makeItem(context, await makeLibrary(context))
  await fillItem(context, library_item_id, { a: 'some bytes', 'räd me': 'hello' })
  const create_spec = { library_item_id }
  const given = { client_token, create_spec }
  const download_session_id = await context.call('downloadSession.create', given)
  const session = { download_session_id }
  await context.call('downloadSession.create', given)
  const refusals = [
    ['INVALID_ARGUMENT', { client_token: 'no uuid', create_spec }],
    ['INVALID_ARGUMENT', { create_spec: {} }],
    ['NOT_FOUND', { create_spec: { library_item_id: unknownId } }],
  ] as const
  for (const [type, wrong] of refusals) await context.refused(type, 'downloadSession.create', wrong)
  await context.call('downloadSession.list', {})
  await context.call('downloadSession.list', { library_item_id })
  await context.refused('NOT_FOUND', 'downloadSession.list', { library_item_id: unknownId })
  await context.call('downloadSession.keep_alive', { ...session, progress: 10 })
  await context.call('downloadSession.get', session)
  await context.call('downloadSession.get', session, viewer)

  await context.call('downloadSessionFile.list', session)
  for (const file_name of ['a', 'räd me']) {
    const prepare = { ...session, file_name, endpoint_type: 'HTTPS' } as const
    const { download_endpoint } = await context.call('downloadSessionFile.prepare', prepare)
    await readFrom(context, download_endpoint?.uri)
    await context.call('downloadSessionFile.get', { ...session, file_name })
  }
  for (const name of ['downloadSessionFile.get', 'downloadSessionFile.prepare'] as const)
    await context.refused('INVALID_ARGUMENT', name, { ...session, file_name: 'none' })
  await context.call('downloadSession.delete', session)
  for (const [name, more] of [...changes, ...others])
    await context.refused('NOT_FOUND', name, { ...session, ...more })

  for (const [end, more] of changes.slice(0, 2)) {
    const ending = {
      download_session_id: await context.call('downloadSession.create', { create_spec }, viewer),
    }
    await context.attempt(end, { ...ending, ...more }, viewer)
    await context.call('downloadSession.get', ending, viewer)
    for (const [name, wrong] of changes)
      await context.refused('NOT_ALLOWED_IN_CURRENT_STATE', name, { ...ending, ...wrong }, viewer)
    await context.call('downloadSession.delete', ending, viewer)
  }
}
