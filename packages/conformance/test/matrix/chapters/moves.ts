import { checkEqual } from '../../../src/check/check.ts'
import { heldBody } from '../../../src/fixtures/held-body.ts'
import { checkFiles } from '../../../src/fixtures/items.ts'
import { makeItem, makeLibrary, unknownId } from '../../../src/fixtures/libraries.ts'
import { sendUpload } from '../../../src/fixtures/transfers.ts'
import { until } from '../../../src/fixtures/until.ts'
import {
  addFile,
  fillItem,
  openSession,
  sessionFile,
} from '../../../src/fixtures/update-sessions.ts'
import type { CaseContext } from '../../../src/run/case-context.ts'
import type { Chapter } from '../chapter.ts'

const specOf = (datastore_id: string) => ({
  storage_backings: [{ type: 'DATASTORE', datastore_id }] as const,
})

const tasksOf = (context: CaseContext, library_id: string) => {
  const targets = [{ type: 'com.vmware.content.Library', id: library_id }]
  return context.call('task.list', { filter_spec: { targets } })
}

/** Moving a library to another file storage and back, as a task; and such a task that is cancelled. */
export const moves: Chapter = async (context, { viewer, unrecorded }) => {
  const place = context.target.blobStore ?? ''
  const library_id = await makeLibrary(context)
  const item = await makeItem(context, library_id)
  await fillItem(context, item, { a: 'some bytes', b: '' })
  const there = { library_id, migrate_spec: specOf(place) }
  const refusals = [
    ['ALREADY_IN_DESIRED_STATE', { library_id, migrate_spec: specOf('default') }],
    ['INVALID_ARGUMENT', { library_id, migrate_spec: specOf('nowhere') }],
    ['INVALID_ARGUMENT', { library_id, migrate_spec: { storage_backings: [] } }],
    ['NOT_FOUND', { ...there, library_id: unknownId }],
  ] as const
  for (const [type, given] of refusals) await context.refused(type, 'library.migrate', given)
  await context.refused('UNAUTHORIZED', 'library.migrate', there, viewer)

  await context.call('library.migrate', there)
  await context.call('library.get', { library_id })
  await checkFiles(context, item, { a: 'some bytes', b: '' })
  const [task = ''] = Object.keys(await tasksOf(context, library_id))
  await context.call('task.get', { task })
  await context.call('task.get', { task, spec: { exclude_result: true } })
  await context.refused('UNAUTHORIZED', 'task.get', { task }, viewer)
  await context.refused('NOT_ALLOWED_IN_CURRENT_STATE', 'task.cancel', { task })
  await context.call('task.list', { filter_spec: { tasks: [task] } }, viewer)

  const session = await openSession(context, item)
  const { uri } = await addFile(context, session, 'c')
  const body = heldBody()
  const sent = sendUpload(unrecorded, uri, { body })
  body.send('x'.repeat(100_000))
  await until(unrecorded, 'The upload has begun', async () => {
    const { status } = await sessionFile(unrecorded, session, 'c')
    return status === 'TRANSFERRING'
  })
  const back = { library_id, migrate_spec: specOf('default') }
  const moving = unrecorded.attempt('library.migrate', back)
  const live = async () =>
    Object.entries(await tasksOf(unrecorded, library_id)).find(([id]) => id !== task)
  await until(unrecorded, 'The move waits for the upload', async () => {
    const [, info] = (await live()) ?? []
    return info?.status === 'BLOCKED'
  })
  const [waiting = ''] = (await live()) ?? []
  await context.refused('UNAUTHORIZED', 'task.cancel', { task: waiting }, viewer)
  await context.call('task.cancel', { task: waiting })
  const { error } = await moving
  checkEqual('The error of a move that was cancelled', error?.type, 'ERROR')
  body.end()
  checkEqual('The status of the upload', (await sent).status, 200)
  await context.call('task.get', { task: waiting })
  await context.call('updateSession.complete', { update_session_id: session })
  await context.call('library.get', { library_id })
}
