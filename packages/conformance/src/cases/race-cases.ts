import { check, checkEqual, checkMatches, checkOneOf } from '../check/check.ts'
import { heldBody } from '../fixtures/held-body.ts'
import { checkFiles, filesOf, itemOf } from '../fixtures/items.ts'
import { makeItem, makeLibrary, makeLoneItem } from '../fixtures/libraries.ts'
import { sendUpload, transferError } from '../fixtures/transfers.ts'
import {
  addFile,
  fillItem,
  openSession,
  sendFile,
  sessionFile,
  stateOf,
  upload,
} from '../fixtures/update-sessions.ts'
import type { Attempt, CaseContext } from '../run/case-context.ts'
import { defineCases } from '../run/conformance-case.ts'

const sessionsAtOnce = 50

const endings = ['complete', 'cancel', 'fail', 'complete', 'cancel', 'delete'] as const

const end = (context: CaseContext, session: string, how: (typeof endings)[number]) =>
  context.attempt(`updateSession.${how}`, {
    update_session_id: session,
    ...(how === 'fail' && { client_error_message: 'no' }),
  })

/** The state that the one winner made; fails where there was none or more than one. */
const winnerOf = (attempts: readonly Attempt[]): string => {
  const won = endings.filter((how, index) => how !== 'delete' && !attempts[index]?.error)
  checkEqual('How many of complete, cancel and fail have succeeded', won.length, 1)
  for (const { error } of attempts)
    if (error)
      checkOneOf('The type of the error', error.type, ['NOT_ALLOWED_IN_CURRENT_STATE', 'NOT_FOUND'])
  return won[0] === 'complete' ? 'DONE' : won[0] === 'cancel' ? 'CANCELED' : 'ERROR'
}

/** What of a URL is the same wherever it was told. */
const pathOf = (uri = ''): string => new URL(uri).pathname

/** What meets at once, and that it is as if one had come after the other. */
export const raceCases = defineCases('races', 'Update sessions', {
  'of complete, cancel, fail and delete at once exactly one ends a session': async (context) => {
    const item = await makeLoneItem(context)
    await fillItem(context, item, { a: 'old' })
    let content = 'old'
    for (let round = 0; round < context.rounds; round++) {
      const session = await openSession(context, item)
      await sendFile(context, session, 'a', `new ${round}`)
      const attempts = await Promise.all(endings.map((how) => end(context, session, how)))
      const state = winnerOf(attempts)
      if (state === 'DONE') content = `new ${round}`
      const isDeleted = !attempts[endings.indexOf('delete')]?.error
      if (!isDeleted) checkEqual('The state', await stateOf(context, session), state)
      await checkFiles(context, item, { a: content })
    }
  },

  'of an upload and cancel at once no byte is left': async (context) => {
    const item = await makeLoneItem(context)
    for (let round = 0; round < context.rounds; round++) {
      const session = await openSession(context, item)
      const { uri } = await addFile(context, session, 'a')
      const [sent, canceled] = await Promise.all([
        sendUpload(context, uri, { body: 'x'.repeat(50_000) }),
        end(context, session, 'cancel'),
      ])
      checkOneOf('The status of the upload', sent.status, [200, 400, 404])
      checkEqual('The error of cancel', canceled.error?.type, undefined)
      await checkFiles(context, item, {})
    }
  },

  'of an upload and complete at once the file is there whole or complete refuses': async (
    context,
  ) => {
    const item = await makeLoneItem(context)
    for (let round = 0; round < context.rounds; round++) {
      const session = await openSession(context, item)
      const name = `file ${round}`
      const { uri } = await addFile(context, session, name)
      const [sent, completed] = await Promise.all([
        sendUpload(context, uri, { body: 'x'.repeat(5_000) }),
        end(context, session, 'complete'),
      ])
      checkEqual('The status of the upload', sent.status, 200)
      const isThere = (await filesOf(context, item)).get(name)?.size === 5_000
      checkEqual('Whether the file is there', isThere, !completed.error)
      if (completed.error)
        await context.call('updateSession.complete', { update_session_id: session })
    }
  },

  'of many uploads to one URL at once exactly one arrives': async (context) => {
    const item = await makeLoneItem(context)
    for (let round = 0; round < context.rounds; round++) {
      const session = await openSession(context, item)
      const { uri } = await addFile(context, session, 'a')
      const contents = Array.from({ length: 5 }, (_, index) => `${index}`.repeat(20_000))
      const sent = await Promise.all(contents.map((body) => sendUpload(context, uri, { body })))
      const arrived = contents.filter((_, index) => sent[index]?.status === 200)
      checkEqual('How many have arrived', arrived.length, 1)
      await context.call('updateSession.complete', { update_session_id: session })
      await checkFiles(context, item, { a: arrived[0] ?? '' })
    }
  },

  'of a name added many times at once one stays, and takes bytes': async (context) => {
    const item = await makeLoneItem(context)
    const session = await openSession(context, item)
    const added = await Promise.all(Array.from({ length: 5 }, () => addFile(context, session, 'a')))
    const { upload_endpoint } = await sessionFile(context, session, 'a')
    const uris = new Set(added.map(({ uri }) => uri))
    checkEqual('How many URLs there are', uris.size, 5)
    const good = [...uris].filter((uri) => pathOf(uri) === pathOf(upload_endpoint?.uri))
    checkEqual('How many of them the file has', good.length, 1)
    for (const uri of uris) {
      if (good.includes(uri)) await upload(context, uri, 'good')
      else transferError(await sendUpload(context, uri, { body: 'bad' }))
    }
    await context.call('updateSession.complete', { update_session_id: session })
    await checkFiles(context, item, { a: 'good' })
  },

  'of many items that take one name at once one gets it': async (context) => {
    const library = await makeLibrary(context)
    const items = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) => makeItem(context, library, { name })),
    )
    const attempts = await Promise.all(
      items.map((library_item_id) =>
        context.attempt('item.update', { library_item_id, update_spec: { name: 'same' } }),
      ),
    )
    const types = attempts.map(({ error }) => error?.type ?? 'renamed').toSorted()
    checkEqual('The answers', types, [...Array(3).fill('ALREADY_EXISTS'), 'renamed'])
  },

  'no version of an item is lost where many change it at once': async (context) => {
    const item = await makeLoneItem(context)
    const session = await openSession(context, item)
    await sendFile(context, session, 'a', 'x')
    const changes = Array.from({ length: 4 }, (_, index) =>
      context.call('item.update', {
        library_item_id: item,
        update_spec: { description: `change ${index}` },
      }),
    )
    const given = { update_session_id: session }
    await Promise.all([...changes, context.call('updateSession.complete', given)])
    const seen = { version: '6', metadata_version: '5', content_version: '2' }
    checkMatches('The item', await itemOf(context, item), seen)
  },

  'deleting an item while its session completes leaves nothing': async (context) => {
    const library = await makeLibrary(context)
    for (let round = 0; round < context.rounds; round++) {
      const item = await makeItem(context, library, { name: `item ${round}` })
      const session = await openSession(context, item)
      await sendFile(context, session, 'a', 'x')
      const [completed, deleted] = await Promise.all([
        end(context, session, 'complete'),
        context.attempt('item.delete', { library_item_id: item }),
      ])
      checkEqual('The error of delete', deleted.error?.type, undefined)
      if (completed.error) checkEqual('The error of complete', completed.error.type, 'NOT_FOUND')
      await context.refused('NOT_FOUND', 'itemFile.list', { library_item_id: item })
      await context.refused('NOT_FOUND', 'updateSession.get', { update_session_id: session })
    }
  },

  'who looks while it completes sees all or nothing': async (context) => {
    const names = Array.from({ length: 12 }, (_, index) => `file ${index}`)
    const before = Object.fromEntries(names.map((name) => [name, 'old']))
    const item = await makeLoneItem(context)
    await fillItem(context, item, before)
    const session = await openSession(context, item)
    for (const name of names) await sendFile(context, session, name, 'newer')
    const over = new AbortController()
    const looks: string[] = []
    const look = async () => {
      while (!over.signal.aborted) {
        const files = [...(await filesOf(context, item)).values()]
        looks.push(files.map(({ size, version }) => `${size}@${version}`).join())
      }
    }
    const lookers = [look(), look(), look()]
    await context.call('updateSession.complete', { update_session_id: session })
    over.abort()
    await Promise.all(lookers)
    const whole = [names.map(() => '3@2').join(), names.map(() => '5@3').join()]
    for (const seen of looks) checkOneOf('What was seen', seen, whole)
    checkMatches('The item', await itemOf(context, item), { content_version: '3', size: 60 })
  },

  '50 sessions in one library complete side by side': async (context) => {
    const library_id = await makeLibrary(context)
    const one = async (index: number): Promise<string> => {
      const item = await makeItem(context, library_id, { name: `item ${index}` })
      await fillItem(context, item, { a: `content ${index}` })
      return item
    }
    const items = await Promise.all(
      Array.from({ length: sessionsAtOnce }, (_, index) => one(index)),
    )
    for (const [index, item] of items.entries()) {
      if (index % 10 === 0) await checkFiles(context, item, { a: `content ${index}` })
      checkMatches('The item', await itemOf(context, item), { version: '2', content_version: '2' })
    }
    const list = await context.call('item.list', { library_id })
    checkEqual('Items', list.toSorted(), items.toSorted())
  },

  'an upload that runs is told when its session is canceled': async (context) => {
    const item = await makeLoneItem(context)
    const session = await openSession(context, item)
    const { uri } = await addFile(context, session, 'a')
    const body = heldBody()
    context.defer(async () => body.end())
    const sent = sendUpload(context, uri, { body })
    body.send('x'.repeat(100_000))
    await context.call('updateSession.cancel', { update_session_id: session })
    const { status } = await sent
    check(status >= 400, `An upload of a canceled session was answered ${status}`)
    await checkFiles(context, item, {})
  },

  'an upload that runs goes on while delete refuses': async (context) => {
    const item = await makeLoneItem(context)
    const session = await openSession(context, item)
    const { uri } = await addFile(context, session, 'a')
    const body = heldBody()
    context.defer(async () => body.end())
    const sent = sendUpload(context, uri, { body })
    body.send('first ')
    const given = { update_session_id: session }
    await context.refused('NOT_ALLOWED_IN_CURRENT_STATE', 'updateSession.delete', given)
    body.send('second')
    body.end()
    checkEqual('The status of the upload', (await sent).status, 200)
    await context.call('updateSession.complete', given)
    await checkFiles(context, item, { a: 'first second' })
  },

  'many files of one session are sent side by side': async (context) => {
    const item = await makeLoneItem(context)
    const session = await openSession(context, item)
    const files = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`file ${index}`, `content ${index}`]),
    )
    const added = await Promise.all(
      Object.keys(files).map((name) => addFile(context, session, name)),
    )
    await Promise.all(added.map(({ uri, name }) => upload(context, uri, files[name] ?? '')))
    await context.call('updateSession.complete', { update_session_id: session })
    await checkFiles(context, item, files)
  },
})
