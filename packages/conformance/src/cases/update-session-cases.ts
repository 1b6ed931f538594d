import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { check, checkEqual, checkMatches, checkOneOf } from '../check/check.ts'
import { checkFiles, itemOf } from '../fixtures/items.ts'
import { makeItem, makeLibrary, makeLoneItem, unknownId } from '../fixtures/libraries.ts'
import { sendUpload } from '../fixtures/transfers.ts'
import {
  addFile,
  fillItem,
  openLoneSession,
  openSession,
  sendFile,
  stateOf,
  upload,
} from '../fixtures/update-sessions.ts'
import { secondUserOf } from '../fixtures/second-user.ts'
import type { CaseContext } from '../run/case-context.ts'
import { defineCases } from '../run/conformance-case.ts'

const sessionOf = (context: CaseContext, update_session_id: string) =>
  context.call('updateSession.get', { update_session_id })

const act = (
  context: CaseContext,
  how: 'complete' | 'cancel' | 'delete',
  update_session_id: string,
): Promise<void> => context.call(`updateSession.${how}`, { update_session_id })

const fail = (context: CaseContext, update_session_id: string, client_error_message = 'broken') =>
  context.call('updateSession.fail', { update_session_id, client_error_message })

const ends = {
  DONE: (context: CaseContext, session: string) => act(context, 'complete', session),
  CANCELED: (context: CaseContext, session: string) => act(context, 'cancel', session),
  ERROR: (context: CaseContext, session: string) => fail(context, session),
} as const

/** What an ended session refuses, and that it can be read and deleted all the same. */
const staysEnded = async (context: CaseContext, state: keyof typeof ends): Promise<void> => {
  const item = await makeLoneItem(context)
  await fillItem(context, item, { a: 'x' })
  const session = await openSession(context, item)
  const { uri } = await addFile(context, session, 'b')
  if (state === 'DONE') await upload(context, uri, 'y')
  await ends[state](context, session)
  checkEqual('The state', await stateOf(context, session), state)
  const given = { update_session_id: session }
  const refusals = [
    ['updateSession.complete', given],
    ['updateSession.cancel', given],
    ['updateSession.fail', { ...given, client_error_message: 'other' }],
    ['updateSession.keep_alive', given],
    ['updateSession.update', { ...given, update_spec: {} }],
    ['updateSessionFile.add', { ...given, file_spec: { name: 'c', source_type: 'PUSH' } }],
    ['updateSessionFile.remove', { ...given, file_name: 'a' }],
    ['updateSessionFile.validate', given],
  ] as const
  for (const [name, input] of refusals) {
    const error = await context.refused('NOT_ALLOWED_IN_CURRENT_STATE', name, input)
    check(error.messages[0]?.args.includes(state) === true, `${name} does not name ${state}`)
  }
  const sent = await sendUpload(context, uri, { body: 'z' })
  checkOneOf('The status of an upload', sent.status, [400, 404])
  checkEqual('The state', await stateOf(context, session), state)
  await checkFiles(context, item, state === 'DONE' ? { a: 'x', b: 'y' } : { a: 'x' })
  const second = await openSession(context, item)
  await act(context, 'cancel', second)
}

const deleteFinally = async (context: CaseContext, state: keyof typeof ends): Promise<void> => {
  const { item, session } = await openLoneSession(context)
  await ends[state](context, session)
  await act(context, 'delete', session)
  const given = { update_session_id: session }
  for (const name of ['updateSession.get', 'updateSession.delete', 'updateSession.cancel'] as const)
    await context.refused('NOT_FOUND', name, given)
  await context.refused('NOT_FOUND', 'updateSessionFile.list', given)
  const list = await context.call('updateSession.list', { library_item_id: item })
  checkEqual('The list', list, [])
}

/** Update sessions: one ACTIVE an item, which ends once, and is then deleted. */
export const updateSessionCases = defineCases('update sessions', 'Update sessions', {
  'a new one is ACTIVE, at progress 0, and knows its content version': async (context) => {
    const item = await makeLoneItem(context)
    await fillItem(context, item, { a: 'x' })
    const session = await openSession(context, item)
    const seen = await sessionOf(context, session)
    checkMatches('The session', seen, {
      id: session,
      library_item_id: item,
      library_item_content_version: '2',
      state: 'ACTIVE',
      client_progress: 0,
      error_message: undefined,
    })
    const { expiration_time = '' } = seen
    check(Date.parse(expiration_time) > Date.now() - 60_000, `It expires at ${expiration_time}`)
  },

  'a second one on the item is busy, and names the first, its user and its expiry': async (
    context,
  ) => {
    const { item, session } = await openLoneSession(context)
    const { expiration_time = '' } = await sessionOf(context, session)
    const create_spec = { library_item_id: item }
    const { messages } = await context.refused('RESOURCE_BUSY', 'updateSession.create', {
      create_spec,
    })
    const args = (messages[0]?.args ?? []).map((arg) => arg.toLowerCase())
    for (const told of [session, context.target.user, expiration_time])
      check(args.includes(told.toLowerCase()), `The message does not name ${told}`)
  },

  'an item that is not there is not found': async (context) => {
    for (const library_item_id of [unknownId, 'no id', ''])
      await context.refused('NOT_FOUND', 'updateSession.create', {
        create_spec: { library_item_id },
      })
    await context.refused('INVALID_ARGUMENT', 'updateSession.create', { create_spec: {} })
  },

  'the same client token answers the same session, whatever became of it': async (context) => {
    const item = await makeLoneItem(context)
    const client_token = randomUUID()
    const create_spec = { library_item_id: item }
    const create = () => context.call('updateSession.create', { client_token, create_spec })
    const ids = await Promise.all([create(), create(), create(), create()])
    checkEqual('How many sessions there are', new Set(ids).size, 1)
    const [session] = ids
    await act(context, 'cancel', session)
    checkEqual('The session, canceled', await create(), session)
    checkEqual('The state', await stateOf(context, session), 'CANCELED')
  },

  'the same client token with another item is refused': async (context) => {
    const library = await makeLibrary(context)
    const [one, other] = [
      await makeItem(context, library, { name: 'a' }),
      await makeItem(context, library, { name: 'b' }),
    ]
    const client_token = randomUUID()
    const create = (item: string) => ({ client_token, create_spec: { library_item_id: item } })
    await context.call('updateSession.create', create(one))
    await context.refused('INVALID_ARGUMENT', 'updateSession.create', create(other))
    const library_item_id = other
    checkEqual('Sessions', await context.call('updateSession.list', { library_item_id }), [])
  },

  'a client token that is no UUID is refused': async (context) => {
    const create_spec = { library_item_id: await makeLoneItem(context) }
    for (const client_token of ['mine', '', `${randomUUID()}0`, 'x'.repeat(36)])
      await context.refused('INVALID_ARGUMENT', 'updateSession.create', {
        client_token,
        create_spec,
      })
    await context.call('updateSession.create', { create_spec })
  },

  'of many that begin at once one does': async (context) => {
    const create_spec = { library_item_id: await makeLoneItem(context) }
    const attempts = await Promise.all(
      Array.from({ length: 8 }, () => context.attempt('updateSession.create', { create_spec })),
    )
    const types = attempts.map(({ error }) => error?.type ?? 'created').toSorted()
    checkEqual('The answers', types, [...Array(7).fill('RESOURCE_BUSY'), 'created'])
  },

  'lists hold the sessions of the user, of one item if asked': async (context) => {
    const { item, session } = await openLoneSession(context)
    const other = await openLoneSession(context)
    const of = (library_item_id: string) => context.call('updateSession.list', { library_item_id })
    checkEqual('Those of the item', await of(item), [session])
    checkEqual('Those of the other', await of(other.item), [other.session])
    const all = await context.call('updateSession.list', {})
    for (const one of [session, other.session])
      check(all.includes(one), 'The list lacks a session of the user')
    await context.refused('NOT_FOUND', 'updateSession.list', { library_item_id: unknownId })
  },

  'update changes the warning behavior, and nothing else': async (context) => {
    const { item, session } = await openLoneSession(context)
    const warning_behavior = [{ type: 'SELF_SIGNED_CERTIFICATE', ignored: true }] as const
    await context.call('updateSession.update', {
      update_session_id: session,
      update_spec: {
        warning_behavior,
        client_progress: 50,
        library_item_id: unknownId,
        state: 'DONE',
      },
    })
    const seen = { library_item_id: item, client_progress: 0, warning_behavior, state: 'ACTIVE' }
    checkMatches('The session', await sessionOf(context, session), seen)
  },

  'progress only rises, within 0 to 100; anything else is ignored': async (context) => {
    const { session } = await openLoneSession(context)
    const seen: unknown[] = []
    for (const client_progress of [40, 20, -1, 101, 100, 0]) {
      const given = { update_session_id: session, client_progress }
      await context.call('updateSession.keep_alive', given)
      seen.push((await sessionOf(context, session)).client_progress)
    }
    checkEqual('The progress', seen, [40, 40, 40, 40, 100, 100])
  },

  'keep_alive pushes the expiry, and nothing pulls it': async (context) => {
    const { session } = await openLoneSession(context)
    const expiry = async () => Date.parse((await sessionOf(context, session)).expiration_time ?? '')
    const before = await expiry()
    await sleep(20)
    await context.call('updateSession.keep_alive', { update_session_id: session })
    const after = await expiry()
    check(after > before, `The expiry went from ${before} to ${after}`)
    await addFile(context, session, 'a')
    check((await expiry()) >= after, 'Adding a file pulled the expiry')
  },

  'complete shows what was sent, together with what was there': async (context) => {
    const item = await makeLoneItem(context)
    await fillItem(context, item, { kept: 'k', replaced: 'old', removed: 'r' })
    const session = await openSession(context, item)
    await sendFile(context, session, 'new', 'n')
    await sendFile(context, session, 'replaced', 'newer')
    const removal = { update_session_id: session, file_name: 'removed' }
    await context.call('updateSessionFile.remove', removal)
    await checkFiles(context, item, { kept: 'k', replaced: 'old', removed: 'r' })
    await act(context, 'complete', session)
    await checkFiles(context, item, { kept: 'k', replaced: 'newer', new: 'n' })
  },

  'complete has left ACTIVE when it answers, and can be deleted back to back': async (context) => {
    const { item, session } = await openLoneSession(context)
    await sendFile(context, session, 'a', 'x')
    await act(context, 'complete', session)
    await act(context, 'delete', session)
    await checkFiles(context, item, { a: 'x' })
  },

  'complete refuses while a file is not there, and names it': async (context) => {
    const { item, session } = await openLoneSession(context)
    await sendFile(context, session, 'here.iso', 'x')
    const { uri } = await addFile(context, session, 'missing.iso')
    const given = { update_session_id: session }
    const type = 'NOT_ALLOWED_IN_CURRENT_STATE'
    const { messages } = await context.refused(type, 'updateSession.complete', given)
    const told = messages.map(({ default_message }) => default_message).join()
    check(told.includes('missing.iso'), `The message does not name the file: ${told}`)
    check(!told.includes('here.iso'), `The message names a file that is there: ${told}`)
    checkEqual('The state', await stateOf(context, session), 'ACTIVE')
    await checkFiles(context, item, {})
    await upload(context, uri, 'y')
    await act(context, 'complete', session)
    await checkFiles(context, item, { 'here.iso': 'x', 'missing.iso': 'y' })
  },

  'cancel frees what was received, and changes nothing': async (context) => {
    const item = await makeLoneItem(context)
    await fillItem(context, item, { a: 'x' })
    const session = await openSession(context, item)
    await sendFile(context, session, 'a', 'other')
    await act(context, 'cancel', session)
    await checkFiles(context, item, { a: 'x' })
    checkMatches('The item', await itemOf(context, item), { content_version: '2' })
  },

  "fail keeps the client's reason, which reaches who completes": async (context) => {
    const { session } = await openLoneSession(context)
    const reason = 'The disk is broken: ü'
    await fail(context, session, reason)
    const { state, error_message } = await sessionOf(context, session)
    checkEqual('The state', state, 'ERROR')
    checkMatches('The error message', error_message, { args: [reason] })
    const error = await context.refused('NOT_ALLOWED_IN_CURRENT_STATE', 'updateSession.complete', {
      update_session_id: session,
    })
    checkEqual('The arguments', error.messages[0]?.args, ['complete', 'ERROR', reason])
  },

  'DONE is final': (context) => staysEnded(context, 'DONE'),
  'CANCELED is final': (context) => staysEnded(context, 'CANCELED'),
  'ERROR is final': (context) => staysEnded(context, 'ERROR'),
  'delete removes one that is DONE': (context) => deleteFinally(context, 'DONE'),
  'delete removes one that is CANCELED': (context) => deleteFinally(context, 'CANCELED'),
  'delete removes one that is in ERROR': (context) => deleteFinally(context, 'ERROR'),

  'delete refuses an ACTIVE one with 400, and changes nothing': async (context) => {
    const { session } = await openLoneSession(context)
    const { uri } = await addFile(context, session, 'a')
    const given = { update_session_id: session }
    const error = await context.refused(
      'NOT_ALLOWED_IN_CURRENT_STATE',
      'updateSession.delete',
      given,
    )
    checkEqual('The status', error.status, 400)
    checkEqual('The state', await stateOf(context, session), 'ACTIVE')
    await upload(context, uri, 'x')
    await act(context, 'complete', session)
  },

  'delete of one that is not there is 404': async (context) => {
    for (const id of [unknownId, 'no id']) {
      const given = { update_session_id: id }
      const error = await context.refused('NOT_FOUND', 'updateSession.delete', given)
      checkEqual('The status', error.status, 404)
      check(error.messages[0]?.args.includes(id) === true, 'The message does not name the id')
    }
  },

  'a session of someone else needs the privilege': async (context) => {
    const as = secondUserOf(context)
    const { session } = await openLoneSession(context)
    const given = { update_session_id: session }
    const refusals = [
      ['updateSession.get', given],
      ['updateSession.complete', given],
      ['updateSession.cancel', given],
      ['updateSession.delete', given],
      ['updateSession.keep_alive', given],
      ['updateSession.fail', { ...given, client_error_message: 'no' }],
      ['updateSessionFile.list', given],
      ['updateSessionFile.add', { ...given, file_spec: { name: 'a', source_type: 'PUSH' } }],
    ] as const
    for (const [name, input] of refusals) {
      const error = await context.refused('UNAUTHORIZED', name, input, as)
      checkEqual(`The status of ${name}`, error.status, 403)
    }
    await context.refused('NOT_FOUND', 'updateSession.get', { update_session_id: unknownId }, as)
    checkEqual('The state', await stateOf(context, session), 'ACTIVE')
    await act(context, 'cancel', session)
    await context.refused('UNAUTHORIZED', 'updateSession.delete', given, as)
  },

  'past its expiry it has ended, and another can begin': async (context) => {
    const { item, session } = await openLoneSession(context)
    const { uri } = await addFile(context, session, 'a')
    const { expiration_time = '' } = await sessionOf(context, session)
    const leftMs = Date.parse(expiration_time) - Date.now()
    if (leftMs > 10_000)
      context.skip(`sessions live ${Math.round(leftMs / 1000)} s here, too long to wait for`)
    await sleep(leftMs + 200, undefined, { signal: context.signal })
    const second = await openSession(context, item)
    checkMatches('The first', await sessionOf(context, session), { state: 'ERROR' })
    const given = { update_session_id: session }
    await context.refused('NOT_ALLOWED_IN_CURRENT_STATE', 'updateSession.complete', given)
    const sent = await sendUpload(context, uri, { body: 'x' })
    checkOneOf('The status of an upload', sent.status, [400, 404])
    await act(context, 'delete', session)
    checkEqual('The state of the second', await stateOf(context, second), 'ACTIVE')
  },
})
