import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { check, checkEqual, checkMatches } from '../check/check.ts'
import { makeLibrary, makeItem, unknownId } from '../fixtures/libraries.ts'
import { readFrom } from '../fixtures/transfers.ts'
import { fillItem, openSession } from '../fixtures/update-sessions.ts'
import { secondUserOf } from '../fixtures/second-user.ts'
import type { CaseContext } from '../run/case-context.ts'
import { defineCases } from '../run/conformance-case.ts'

/** A download session on an item with one file. */
const openDownload = async (context: CaseContext, content = 'some bytes') => {
  const item = await makeItem(context, await makeLibrary(context))
  await fillItem(context, item, { 'disk.iso': content })
  const create_spec = { library_item_id: item }
  const session = await context.call('downloadSession.create', { create_spec })
  return { item, session }
}

const prepare = async (context: CaseContext, download_session_id: string): Promise<string> => {
  const given = { download_session_id, file_name: 'disk.iso' }
  const prepared = await context.call('downloadSessionFile.prepare', given)
  checkMatches('The file', prepared, { status: 'PREPARED', download_endpoint: { uri: /^https?:/ } })
  return prepared.download_endpoint?.uri ?? ''
}

const readsNothing = async (context: CaseContext, uri: string): Promise<void> => {
  const { status } = await readFrom(context, uri)
  check(status >= 400 && status < 500, `The endpoint of an ended session was answered ${status}`)
}

const isGone = async (context: CaseContext, session: string): Promise<void> => {
  const given = { download_session_id: session }
  await context.refused('NOT_FOUND', 'downloadSession.get', given)
  await context.refused('NOT_FOUND', 'downloadSession.delete', given)
  await context.refused('NOT_FOUND', 'downloadSessionFile.list', given)
}

/** Download sessions: leases on the files of an item. */
export const downloadSessionCases = defineCases('download sessions', 'Download sessions', {
  'a new one is ACTIVE, and lists the files of its item': async (context) => {
    const { item, session } = await openDownload(context)
    const given = { download_session_id: session }
    checkMatches('The session', await context.call('downloadSession.get', given), {
      id: session,
      library_item_id: item,
      library_item_content_version: '2',
      state: 'ACTIVE',
      client_progress: 0,
    })
    const files = await context.call('downloadSessionFile.list', given)
    const file = { name: 'disk.iso', size: 10, status: 'UNPREPARED', download_endpoint: undefined }
    checkMatches('The files', files, [file])
    const library_item_id = item
    checkEqual('The list', await context.call('downloadSession.list', { library_item_id }), [
      session,
    ])
  },

  'several may be open on an item, beside an update session': async (context) => {
    const { item } = await openDownload(context)
    const create_spec = { library_item_id: item }
    await context.call('downloadSession.create', { create_spec })
    await openSession(context, item)
  },

  'prepare yields the endpoint, which get shows from then on': async (context) => {
    const { session } = await openDownload(context)
    const uri = await prepare(context, session)
    const given = { download_session_id: session, file_name: 'disk.iso' }
    const file = await context.call('downloadSessionFile.get', given)
    checkMatches('The file', file, { status: 'PREPARED', download_endpoint: { uri: /./ } })
    const answer = await readFrom(context, uri)
    checkEqual('The file', [answer.status, answer.text], [200, 'some bytes'])
    const part = await readFrom(context, uri, { range: 'bytes=5-' })
    checkEqual('A part of the file', [part.status, part.text], [206, 'bytes'])
    await prepare(context, session)
  },

  'an unknown file is invalid, an unknown session not found': async (context) => {
    const { session } = await openDownload(context)
    const other = { download_session_id: session, file_name: 'other' }
    await context.refused('INVALID_ARGUMENT', 'downloadSessionFile.get', other)
    await context.refused('INVALID_ARGUMENT', 'downloadSessionFile.prepare', other)
    const unknown = { download_session_id: unknownId, file_name: 'disk.iso' }
    await context.refused('NOT_FOUND', 'downloadSessionFile.prepare', unknown)
    await context.refused('NOT_FOUND', 'downloadSession.get', { download_session_id: unknownId })
    await context.refused('NOT_FOUND', 'downloadSession.create', {
      create_spec: { library_item_id: unknownId },
    })
  },

  'a live one keeps the bytes readable, however the item changes': async (context) => {
    const { item, session } = await openDownload(context)
    const uri = await prepare(context, session)
    await fillItem(context, item, { 'disk.iso': 'other' })
    checkEqual('After it was replaced', (await readFrom(context, uri)).text, 'some bytes')
    const update = await openSession(context, item)
    const given = { update_session_id: update }
    await context.call('updateSessionFile.remove', { ...given, file_name: 'disk.iso' })
    await context.call('updateSession.complete', given)
    checkEqual('After it was removed', (await readFrom(context, uri)).text, 'some bytes')
    const files = await context.call('downloadSessionFile.list', { download_session_id: session })
    checkMatches('The files', files, [{ name: 'disk.iso', size: 10 }])
  },

  'progress only rises, within 0 to 100, and keep_alive pushes the expiry': async (context) => {
    const { session } = await openDownload(context)
    const given = { download_session_id: session }
    const look = () => context.call('downloadSession.get', given)
    const before = Date.parse((await look()).expiration_time ?? '')
    await sleep(20)
    const seen: unknown[] = []
    for (const progress of [40, 20, 101, -1, 100]) {
      await context.call('downloadSession.keep_alive', { ...given, progress })
      seen.push((await look()).client_progress)
    }
    checkEqual('The progress', seen, [40, 40, 40, 40, 100])
    const after = Date.parse((await look()).expiration_time ?? '')
    check(after > before, `The expiry went from ${before} to ${after}`)
  },

  'cancel ends it and its endpoints': async (context) => {
    const { session } = await openDownload(context)
    const uri = await prepare(context, session)
    const given = { download_session_id: session }
    await context.call('downloadSession.cancel', given)
    checkMatches('The session', await context.call('downloadSession.get', given), {
      state: 'CANCELED',
    })
    await readsNothing(context, uri)
    const type = 'NOT_ALLOWED_IN_CURRENT_STATE'
    await context.refused(type, 'downloadSession.cancel', given)
    await context.refused(type, 'downloadSession.keep_alive', given)
    await context.call('downloadSession.delete', given)
    await isGone(context, session)
  },

  "fail ends it with the client's reason": async (context) => {
    const { session } = await openDownload(context)
    const uri = await prepare(context, session)
    const given = { download_session_id: session }
    const client_error_message = 'no room here'
    await context.call('downloadSession.fail', { ...given, client_error_message })
    checkMatches('The session', await context.call('downloadSession.get', given), {
      state: 'ERROR',
      error_message: { args: [client_error_message] },
    })
    await readsNothing(context, uri)
    await context.call('downloadSession.delete', given)
    await isGone(context, session)
  },

  'delete removes an ACTIVE one, and its endpoints': async (context) => {
    const { session } = await openDownload(context)
    const uri = await prepare(context, session)
    await context.call('downloadSession.delete', { download_session_id: session })
    await isGone(context, session)
    await readsNothing(context, uri)
  },

  'deleting the item ends it': async (context) => {
    const { item, session } = await openDownload(context)
    const uri = await prepare(context, session)
    await context.call('item.delete', { library_item_id: item })
    await isGone(context, session)
    await readsNothing(context, uri)
  },

  'the same client token answers the same session': async (context) => {
    const { item } = await openDownload(context)
    const client_token = randomUUID()
    const create_spec = { library_item_id: item }
    const create = () => context.call('downloadSession.create', { client_token, create_spec })
    checkEqual('How many sessions there are', new Set([await create(), await create()]).size, 1)
    const given = { client_token: 'no uuid', create_spec }
    await context.refused('INVALID_ARGUMENT', 'downloadSession.create', given)
  },

  'who may only read downloads, and opens no update session': async (context) => {
    const as = secondUserOf(context)
    const { item } = await openDownload(context)
    const create_spec = { library_item_id: item }
    await context.refused('UNAUTHORIZED', 'updateSession.create', { create_spec }, as)
    const session = await context.call('downloadSession.create', { create_spec }, as)
    const given = { download_session_id: session, file_name: 'disk.iso' }
    const file = await context.call('downloadSessionFile.prepare', given, as)
    const answer = await readFrom(context, file.download_endpoint?.uri)
    checkEqual('The file', [answer.status, answer.text], [200, 'some bytes'])
    const list = await context.call('downloadSession.list', { library_item_id: item })
    check(!list.includes(session), "The list of one user holds another's session")
    await context.call('downloadSession.delete', { download_session_id: session }, as)
  },

  'a session of someone else needs the privilege': async (context) => {
    const as = secondUserOf(context)
    const { session } = await openDownload(context)
    const list = await context.call('downloadSession.list', {}, as)
    check(!list.includes(session), "The list of one user holds another's session")
  },
})
