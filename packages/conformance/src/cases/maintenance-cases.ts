import { check, checkEqual, checkMatches, checkOneOf } from '../check/check.ts'
import { heldBody } from '../fixtures/held-body.ts'
import { checkFiles, fileOf, itemOf } from '../fixtures/items.ts'
import { makeItem, makeLibrary, unknownId } from '../fixtures/libraries.ts'
import { secondUserOf } from '../fixtures/second-user.ts'
import { readFrom, sendUpload, transferError } from '../fixtures/transfers.ts'
import { until } from '../fixtures/until.ts'
import {
  addFile,
  fillItem,
  openSession,
  sendFile,
  sessionFile,
  stateOf,
  upload,
} from '../fixtures/update-sessions.ts'
import type { CaseContext } from '../run/case-context.ts'
import { defineCases } from '../run/conformance-case.ts'

const refusal = 'NOT_ALLOWED_IN_CURRENT_STATE'

/** Puts a library in maintenance, until the case is over at the latest: else it could not be deleted. */
const enter = async (context: CaseContext, library_id: string): Promise<void> => {
  await context.call('library.enter_maintenance', { library_id })
  context.defer(async (cleaner) => {
    const { error } = await cleaner.attempt('library.exit_maintenance', { library_id })
    if (error) checkOneOf('The error of leaving maintenance', error.type, [refusal, 'NOT_FOUND'])
  })
}

const exit = (context: CaseContext, library_id: string): Promise<void> =>
  context.call('library.exit_maintenance', { library_id })

const libraryState = async (context: CaseContext, library_id: string) =>
  (await context.call('library.get', { library_id })).state_info?.state

/** A library with an item of one file. */
const makeFilled = async (context: CaseContext) => {
  const library = await makeLibrary(context)
  const item = await makeItem(context, library)
  await fillItem(context, item, { a: 'old' })
  return { library, item }
}

/** Maintenance of a library: what is refused, what goes on, and what happens to what runs. */
export const maintenanceCases = defineCases('maintenance', 'Maintenance', {
  'it is shown, entered once and left once': async (context) => {
    const library_id = await makeLibrary(context)
    checkEqual('The state', await libraryState(context, library_id), 'ACTIVE')
    await context.refused(refusal, 'library.exit_maintenance', { library_id })
    await enter(context, library_id)
    checkEqual('The state', await libraryState(context, library_id), 'MAINTENANCE')
    await context.refused(refusal, 'library.enter_maintenance', { library_id })
    await exit(context, library_id)
    checkEqual('The state', await libraryState(context, library_id), 'ACTIVE')
    await context.refused(refusal, 'library.exit_maintenance', { library_id })
  },

  'of many that enter at once one does': async (context) => {
    const library_id = await makeLibrary(context)
    const attempts = await Promise.all(
      Array.from({ length: 4 }, () => context.attempt('library.enter_maintenance', { library_id })),
    )
    const ends = attempts.map(({ error }) => error?.type ?? 'entered').toSorted()
    checkEqual('The answers', ends, [...Array(3).fill(refusal), 'entered'])
    await exit(context, library_id)
  },

  'nothing in the library changes': async (context) => {
    const { library, item } = await makeFilled(context)
    const idle = await makeItem(context, library, { name: 'idle' })
    const session = await openSession(context, item)
    await addFile(context, session, 'b')
    const model = await context.call('library.get', { library_id: library })
    await enter(context, library)
    const update_spec = { name: 'other' }
    const create_spec = { library_id: library, name: 'new' }
    const declared = [
      ['localLibrary.update', { library_id: library, update_spec }],
      ['localLibrary.delete', { library_id: library }],
      ['library.delete', { library_id: library }],
      ['library.force_delete', { library_id: library }],
      ['item.create', { create_spec }],
      ['item.update', { library_item_id: item, update_spec }],
      ['item.delete', { library_item_id: item }],
      ['item.copy', { source_library_item_id: item, destination_create_spec: create_spec }],
      ['updateSession.complete', { update_session_id: session }],
      [
        'updateSessionFile.add',
        { update_session_id: session, file_spec: { name: 'c', source_type: 'PUSH' } },
      ],
    ] as const
    for (const [name, given] of declared) await context.refused(refusal, name, given)
    const undeclared = [
      ['library.update', { library_id: library, update_spec }],
      ['updateSession.create', { create_spec: { library_item_id: idle } }],
      ['updateSessionFile.remove', { update_session_id: session, file_name: 'b' }],
    ] as const
    for (const [name, given] of undeclared) await context.refused('INVALID_ARGUMENT', name, given)
    await exit(context, library)
    const after = await context.call('library.get', { library_id: library })
    checkEqual('The library', after, model)
    checkMatches('The item', await itemOf(context, item), { name: 'item', version: '2' })
    checkEqual('The items', (await context.call('item.list', { library_id: library })).length, 2)
  },

  'it can be read, and copied from': async (context) => {
    const { library, item } = await makeFilled(context)
    const destination = await makeLibrary(context)
    await enter(context, library)
    checkEqual('The items', await context.call('item.list', { library_id: library }), [item])
    const spec = { library_id: library, name: 'item' }
    checkEqual('The items found', await context.call('item.find', { spec }), [item])
    checkMatches('The file', await fileOf(context, item, 'a'), { size: 3 })
    const copy = await context.call('item.copy', {
      source_library_item_id: item,
      destination_create_spec: { library_id: destination, name: 'copy' },
    })
    await checkFiles(context, copy, { a: 'old' })
  },

  'sessions are kept alive, and go on once it has ended': async (context) => {
    const { library, item } = await makeFilled(context)
    const session = await openSession(context, item)
    const { uri } = await addFile(context, session, 'b')
    await enter(context, library)
    await context.call('updateSession.keep_alive', { update_session_id: session })
    checkEqual('The state', await stateOf(context, session), 'ACTIVE')
    transferError(await sendUpload(context, uri, { body: 'new' }), refusal)
    await exit(context, library)
    await upload(context, uri, 'new')
    await context.call('updateSession.complete', { update_session_id: session })
    await checkFiles(context, item, { a: 'old', b: 'new' })
  },

  'sessions can be ended': async (context) => {
    const { library, item } = await makeFilled(context)
    const session = await openSession(context, item)
    await sendFile(context, session, 'b', 'new')
    await enter(context, library)
    await context.call('updateSession.cancel', { update_session_id: session })
    await context.call('updateSession.delete', { update_session_id: session })
  },

  'nothing is downloaded': async (context) => {
    const { library, item } = await makeFilled(context)
    const { file_download_endpoint } = await fileOf(context, item, 'a')
    const create_spec = { library_item_id: item }
    const session = await context.call('downloadSession.create', { create_spec })
    const given = { download_session_id: session, file_name: 'a' }
    const { download_endpoint } = await context.call('downloadSessionFile.prepare', given)
    const uris = [file_download_endpoint, download_endpoint?.uri]
    await enter(context, library)
    for (const uri of uris) transferError(await readFrom(context, uri), refusal)
    await context.refused('INVALID_ARGUMENT', 'downloadSessionFile.prepare', given)
    await exit(context, library)
    for (const uri of uris) checkEqual('The content', (await readFrom(context, uri)).text, 'old')
    await context.call('downloadSession.delete', { download_session_id: session })
  },

  'an upload that runs is cut, and can be sent again afterwards': async (context) => {
    const { library, item } = await makeFilled(context)
    const session = await openSession(context, item)
    const { uri } = await addFile(context, session, 'b')
    const body = heldBody()
    context.defer(async () => body.end())
    const sent = sendUpload(context, uri, { body })
    body.send('x'.repeat(100_000))
    await enter(context, library)
    const { status } = await sent
    check(status >= 400, `An upload into a library in maintenance was answered ${status}`)
    await until(context, 'The file waits again', async () => {
      const { status: now } = await sessionFile(context, session, 'b')
      return now === 'WAITING_FOR_TRANSFER'
    })
    await exit(context, library)
    await upload(context, uri, 'new')
    await context.call('updateSession.complete', { update_session_id: session })
    await checkFiles(context, item, { a: 'old', b: 'new' })
  },

  'of it and complete at once exactly one comes first': async (context) => {
    for (let round = 0; round < context.rounds; round++) {
      const { library, item } = await makeFilled(context)
      const session = await openSession(context, item)
      await sendFile(context, session, 'b', 'new')
      const [, completed] = await Promise.all([
        enter(context, library),
        context.attempt('updateSession.complete', { update_session_id: session }),
      ])
      const isDone = (await stateOf(context, session)) === 'DONE'
      checkEqual('The error of complete', completed.error?.type, isDone ? undefined : refusal)
      await exit(context, library)
      await checkFiles(context, item, isDone ? { a: 'old', b: 'new' } : { a: 'old' })
      if (isDone) continue
      await context.call('updateSession.complete', { update_session_id: session })
    }
  },

  'it is not for who may only read, nor for what is not there': async (context) => {
    const as = secondUserOf(context)
    const library_id = await makeLibrary(context)
    for (const name of ['library.enter_maintenance', 'library.exit_maintenance'] as const) {
      await context.refused('UNAUTHORIZED', name, { library_id }, as)
      await context.refused('NOT_FOUND', name, { library_id: unknownId })
    }
  },

  'a local library cannot be converted': async (context) => {
    const library_id = await makeLibrary(context)
    const conversion_spec = { conversion_type: 'TO_PUBLISHED_LIBRARY' }
    const given = { library_id, conversion_spec }
    await context.refused('INVALID_ELEMENT_TYPE', 'library.convert', given)
    const unknown = { library_id: unknownId, conversion_spec }
    await context.refused('NOT_FOUND', 'library.convert', unknown)
    const other = { library_id, conversion_spec: { conversion_type: 'TO_LOCAL_LIBRARY' } }
    await context.refused('INVALID_ARGUMENT', 'library.convert', other)
  },
})
