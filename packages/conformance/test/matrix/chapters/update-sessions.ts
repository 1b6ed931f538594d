import { checkFiles } from '../../../src/fixtures/items.ts'
import { makeItem, makeLibrary, unknownId } from '../../../src/fixtures/libraries.ts'
import { sendUpload } from '../../../src/fixtures/transfers.ts'
import { addFile, openSession, sendFile } from '../../../src/fixtures/update-sessions.ts'
import type { CaseContext } from '../../../src/run/case-context.ts'
import type { Chapter } from '../chapter.ts'

const client_token = '0b0b8b0e-6f0e-4b43-8f5d-6d9b4a3e5a04'
const file_spec = { name: 'late', source_type: 'PUSH' } as const

/** All that an ended session refuses, and that an unknown one is not found by. */
const changes = [
  ['updateSession.complete', {}],
  ['updateSession.cancel', {}],
  ['updateSession.fail', { client_error_message: 'why' }],
  ['updateSession.keep_alive', { client_progress: 7 }],
  ['updateSession.update', { update_spec: {} }],
  ['updateSessionFile.add', { file_spec }],
  ['updateSessionFile.remove', { file_name: 'late' }],
  ['updateSessionFile.validate', {}],
] as const

const reads = [
  ['updateSession.get', {}],
  ['updateSession.delete', {}],
  ['updateSessionFile.list', {}],
  ['updateSessionFile.get', { file_name: 'late' }],
] as const

const isGone = async (context: CaseContext, update_session_id: string): Promise<void> => {
  for (const [name, given] of [...changes, ...reads])
    await context.refused('NOT_FOUND', name, { update_session_id, ...given })
}

/** Update sessions: created, kept alive, ended in each way, deleted. */
export const updateSessions: Chapter = async (context, { viewer }) => {
  const library_id = await makeLibrary(context)
  const library_item_id = await makeItem(context, library_id)
  const other = await makeItem(context, library_id, { name: 'other' })
  const given = { client_token, create_spec: { library_item_id } }
  const update_session_id = await context.call('updateSession.create', given)
  await context.call('updateSession.create', given)
  const refusals = [
    ['RESOURCE_BUSY', { create_spec: { library_item_id } }],
    ['INVALID_ARGUMENT', { client_token, create_spec: { library_item_id: other } }],
    ['INVALID_ARGUMENT', { create_spec: {} }],
    ['INVALID_ARGUMENT', { client_token: 'no uuid', create_spec: { library_item_id } }],
    ['NOT_FOUND', { create_spec: { library_item_id: unknownId } }],
  ] as const
  for (const [type, wrong] of refusals) await context.refused(type, 'updateSession.create', wrong)
  const own = { create_spec: { library_item_id } }
  await context.refused('UNAUTHORIZED', 'updateSession.create', own, viewer)
  await context.refused('UNAUTHORIZED', 'updateSession.get', { update_session_id }, viewer)
  await context.call('updateSession.list', {})
  await context.call('updateSession.list', { library_item_id })
  await context.refused('NOT_FOUND', 'updateSession.list', { library_item_id: unknownId })
  for (const client_progress of [40, 20, 101])
    await context.call('updateSession.keep_alive', { update_session_id, client_progress })
  const warning_behavior = [{ type: 'SELF_SIGNED_CERTIFICATE', ignored: true }] as const
  const update_spec = { warning_behavior, client_progress: 3 }
  await context.call('updateSession.update', { update_session_id, update_spec })
  await context.call('updateSession.get', { update_session_id })
  await context.refused('NOT_ALLOWED_IN_CURRENT_STATE', 'updateSession.delete', {
    update_session_id,
  })
  await context.call('updateSession.cancel', { update_session_id })
  await context.call('updateSession.delete', { update_session_id })
  await isGone(context, update_session_id)

  const ends = [
    ['updateSession.complete', {}],
    ['updateSession.cancel', {}],
    ['updateSession.fail', { client_error_message: 'the disk was full' }],
  ] as const
  for (const [end, more] of ends) {
    const session = { update_session_id: await openSession(context, other) }
    await sendFile(context, session.update_session_id, end, 'some bytes')
    await context.attempt(end, { ...session, ...more })
    await context.call('updateSession.get', session)
    await context.call('updateSessionFile.list', session)
    for (const [name, wrong] of changes)
      await context.refused('NOT_ALLOWED_IN_CURRENT_STATE', name, { ...session, ...wrong })
    await context.call('updateSession.delete', session)
  }
  await checkFiles(context, other, { 'updateSession.complete': 'some bytes' })
  const active = await openSession(context, other)
  await context.call('item.delete', { library_item_id: other })
  await isGone(context, active)
}

/** The files of an update session: added, refused, replaced, removed. */
export const updateSessionFiles: Chapter = async (context) => {
  const item = await makeItem(context, await makeLibrary(context))
  const update_session_id = await openSession(context, item)
  const session = { update_session_id }
  const specs = [
    { name: '../passwd', source_type: 'PUSH' },
    { name: 'a%2fb', source_type: 'PUSH' },
    { name: 'a', source_type: 'PULL' },
    { name: 'a', source_type: 'PUSHED' },
    { name: 'a', source_type: 'PUSH', size: -1 },
    { name: 'a', source_type: 'PUSH', checksum_info: { algorithm: 'MD5', checksum: 'no' } },
  ]
  for (const wrong of specs)
    await context.refused('INVALID_ARGUMENT', 'updateSessionFile.add', {
      ...session,
      file_spec: wrong,
    })
  for (const name of ['updateSessionFile.get', 'updateSessionFile.remove'] as const)
    await context.refused('INVALID_ARGUMENT', name, { ...session, file_name: 'none' })

  await addFile(context, update_session_id, 'missing')
  await context.call('updateSessionFile.add', {
    ...session,
    file_spec: { name: 'empty', source_type: 'NONE' },
  })
  for (const name of ['updateSession.complete', 'updateSessionFile.validate'] as const)
    await context.refused('NOT_ALLOWED_IN_CURRENT_STATE', name, session)
  for (const file_name of ['missing', 'empty'])
    await context.call('updateSessionFile.remove', { ...session, file_name })

  const checksum_info = { algorithm: 'SHA256', checksum: '0'.repeat(64) } as const
  const { uri } = await addFile(context, update_session_id, 'wrong', { checksum_info })
  await sendUpload(context, uri, { body: 'some bytes' })
  await context.call('updateSessionFile.get', { ...session, file_name: 'wrong' })
  await context.refused('NOT_ALLOWED_IN_CURRENT_STATE', 'updateSession.complete', session)
  await sendFile(context, update_session_id, 'wrong', 'right')
  await sendFile(context, update_session_id, 'räd me', 'some bytes', { size: 10 })
  await context.call('updateSessionFile.get', { ...session, file_name: 'räd me' })
  await context.call('updateSessionFile.list', session)
  await context.call('updateSessionFile.validate', session)
  await context.call('updateSession.complete', session)
  await checkFiles(context, item, { wrong: 'right', 'räd me': 'some bytes' })

  const next = { update_session_id: await openSession(context, item) }
  await context.call('updateSessionFile.list', next)
  await context.call('updateSessionFile.remove', { ...next, file_name: 'wrong' })
  await sendFile(context, next.update_session_id, 'räd me', 'other')
  await context.call('updateSessionFile.list', next)
  await context.call('updateSession.complete', next)
  await checkFiles(context, item, { 'räd me': 'other' })
  await context.call('item.get', { library_item_id: item })
}
