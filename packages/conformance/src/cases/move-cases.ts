import { check, checkEqual, checkMatches } from '../check/check.ts'
import { fileOf } from '../fixtures/items.ts'
import { makeItem, makeLibrary, unknownId } from '../fixtures/libraries.ts'
import { secondUserOf } from '../fixtures/second-user.ts'
import { readFrom } from '../fixtures/transfers.ts'
import { until } from '../fixtures/until.ts'
import { addFile, fillItem, openSession, upload } from '../fixtures/update-sessions.ts'
import type { CaseContext } from '../run/case-context.ts'
import { defineCases } from '../run/conformance-case.ts'

const specOf = (datastore_id: string) => ({
  storage_backings: [{ type: 'DATASTORE' as const, datastore_id }],
})

/** The other place of the library under test; ends the case where it has none. */
const otherPlace = (context: CaseContext): string =>
  context.target.blobStore ??
  context.skip('the library has one place for bytes: name another with --blob-store')

/** Moves a library, and waits for the end of its task should that be later than the answer. */
const move = async (context: CaseContext, library_id: string, to: string): Promise<void> => {
  await context.call('library.migrate', { library_id, migrate_spec: specOf(to) })
  await until(context, `the library is in ${to}`, async () => {
    const { storage_backings } = await context.call('library.get', { library_id })
    return storage_backings?.[0]?.datastore_id === to
  })
}

const tasksOf = (context: CaseContext, library_id: string) => {
  const targets = [{ type: 'com.vmware.content.Library', id: library_id }]
  return context.call('task.list', { filter_spec: { targets } })
}

const contentOf = async (context: CaseContext, item: string, name: string): Promise<string> => {
  const { file_download_endpoint = '' } = await fileOf(context, item, name)
  const { status, text } = await readFrom(context, file_download_endpoint)
  checkEqual(`The status of ${name}`, status, 200)
  return text
}

/** Libraries that move from one place for bytes to another. */
export const moveCases = defineCases('moves', 'Moving a library', {
  'a library cannot move where there is one place for bytes': async (context) => {
    const library_id = await makeLibrary(context)
    if (context.target.blobStore !== undefined) context.skip('the library has several places')
    const given = { library_id, migrate_spec: specOf('archive') }
    await context.refused('UNSUPPORTED', 'library.migrate', given)
  },

  'a library that is not there is NOT_FOUND': async (context) => {
    const given = { library_id: unknownId, migrate_spec: specOf('default') }
    await context.refused('NOT_FOUND', 'library.migrate', given)
  },

  'its files read the same in the other place, and back again': async (context) => {
    const place = otherPlace(context)
    const library = await makeLibrary(context)
    const item = await makeItem(context, library)
    await fillItem(context, item, { 'a.txt': 'some text', 'b.txt': '' })
    for (const to of [place, 'default']) {
      await move(context, library, to)
      checkEqual('a.txt', await contentOf(context, item, 'a.txt'), 'some text')
      checkEqual('b.txt', await contentOf(context, item, 'b.txt'), '')
    }
  },

  'a library in use loses nothing: uploads and readers go on': async (context) => {
    const place = otherPlace(context)
    const library = await makeLibrary(context)
    const [item, other] = [
      await makeItem(context, library),
      await makeItem(context, library, { name: 'other' }),
    ]
    await fillItem(context, item, { 'a.txt': 'some text' })
    const session = await openSession(context, other)
    const read = async (): Promise<void> => {
      for (let times = 0; times < 5; times++)
        checkEqual('a.txt', await contentOf(context, item, 'a.txt'), 'some text')
    }
    const { uri } = await addFile(context, session, 'c.txt')
    await Promise.all([move(context, library, place), read(), upload(context, uri, 'late')])
    await context.call('updateSession.complete', { update_session_id: session })
    checkEqual('c.txt', await contentOf(context, other, 'c.txt'), 'late')
  },

  'a move is a task, which tells of its library and of its end': async (context) => {
    const place = otherPlace(context)
    const library = await makeLibrary(context)
    const item = await makeItem(context, library)
    await fillItem(context, item, { 'a.txt': 'some text' })
    await move(context, library, place)
    const [[task, info] = []] = Object.entries(await tasksOf(context, library))
    check(task !== undefined && info !== undefined, 'There must be a task')
    checkMatches('The task', info, {
      service: 'com.vmware.content.library',
      operation: 'migrate',
      target: { type: 'com.vmware.content.Library', id: library },
      status: 'SUCCEEDED',
      cancelable: true,
      user: context.target.user,
      progress: { completed: 9, total: 9 },
      result: { files: 1, bytes: 9 },
    })
    checkEqual('The task alone', await context.call('task.get', { task }), info)
    const spec = { exclude_result: true }
    checkMatches('The task', await context.call('task.get', { task, spec }), { result: undefined })
    await context.refused('NOT_ALLOWED_IN_CURRENT_STATE', 'task.cancel', { task })
    const second = secondUserOf(context)
    await context.refused('UNAUTHORIZED', 'task.get', { task }, second)
    const filter_spec = { tasks: [task] }
    checkEqual('The list', await context.call('task.list', { filter_spec }, second), {})
  },

  'it is refused where the library is already, and for what names no place': async (context) => {
    const place = otherPlace(context)
    const library_id = await makeLibrary(context)
    const refused = (type: string, migrate_spec: object) =>
      context.refused(type, 'library.migrate', { library_id, migrate_spec })
    await refused('ALREADY_IN_DESIRED_STATE', specOf('default'))
    await refused('INVALID_ARGUMENT', specOf('nowhere'))
    await refused('INVALID_ARGUMENT', { storage_backings: [] })
    const uri = [{ type: 'OTHER', storage_uri: 'file:///etc' }]
    await refused('INVALID_ARGUMENT', { storage_backings: uri })
    const second = { library_id, migrate_spec: specOf(place) }
    await context.refused('UNAUTHORIZED', 'library.migrate', second, secondUserOf(context))
  },
})
