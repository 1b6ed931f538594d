import { randomUUID } from 'node:crypto'
import { check, checkEqual, checkMatches } from '../check/check.ts'
import { itemOf } from '../fixtures/items.ts'
import {
  deleteLater,
  librarySpec,
  makeItem,
  makeLibrary,
  storageBackings,
  unknownId,
} from '../fixtures/libraries.ts'
import { addFile, fillItem, openSession } from '../fixtures/update-sessions.ts'
import { sendUpload, readFrom } from '../fixtures/transfers.ts'
import { fileOf } from '../fixtures/items.ts'
import { secondUserOf } from '../fixtures/second-user.ts'
import type { CaseContext } from '../run/case-context.ts'
import { defineCases } from '../run/conformance-case.ts'

const libraryOf = (context: CaseContext, library_id: string) =>
  context.call('localLibrary.get', { library_id })

const versionOf = async (context: CaseContext, library: string): Promise<number> =>
  Number((await libraryOf(context, library)).version)

/** Local libraries: what they are read as, found by, changed and deleted. */
export const libraryCases = defineCases('libraries', 'Libraries and items', {
  'a new library is read as it was given': async (context) => {
    const spec = librarySpec(context, { description: 'ISO images' })
    const id = await context.call('localLibrary.create', { create_spec: spec })
    deleteLater(context, id)
    const library = await libraryOf(context, id)
    const { name, description } = spec
    checkMatches('The library', library, { id, name, description, type: 'LOCAL', version: /^\d+$/ })
    checkEqual(
      'The library of either type',
      await context.call('library.get', { library_id: id }),
      library,
    )
  },

  'lists hold a new library': async (context) => {
    const id = await makeLibrary(context)
    for (const name of ['library.list', 'localLibrary.list'] as const)
      check((await context.call(name, {})).includes(id), `${name} does not hold the library`)
  },

  'find compares names without case, and is exact otherwise': async (context) => {
    const name = context.unique('Conformance Ä')
    const id = await makeLibrary(context, { name })
    const find = (spec: object) => context.call('library.find', { spec })
    checkEqual('Found by name', await find({ name }), [id])
    checkEqual('Found in upper case', await find({ name: name.toUpperCase() }), [id])
    checkEqual('Found by name and type', await find({ name, type: 'LOCAL' }), [id])
    checkEqual('Found as subscribed', await find({ name, type: 'SUBSCRIBED' }), [])
    checkEqual('Found by a part of the name', await find({ name: name.slice(0, -1) }), [])
  },

  'find takes a storage backing by any of its parts': async (context) => {
    const datastore_id = context.unique('datastore')
    const storage_backings = [{ type: 'DATASTORE', datastore_id }] as const
    const id = await makeLibrary(context, { storage_backings })
    const find = (storage_backing: object, more: object = {}) =>
      context.call('library.find', { spec: { storage_backing, ...more } })
    checkEqual('Found by the whole', await find(storage_backings[0]), [id])
    checkEqual('Found by its datastore', await find({ datastore_id }), [id])
    checkEqual('Found as subscribed', await find({ datastore_id }, { type: 'SUBSCRIBED' }), [])
    checkEqual('Found by another', await find({ datastore_id: `${datastore_id}0` }), [])
    check((await find({ type: 'DATASTORE' })).includes(id), 'It is not found by its type')
  },

  'find needs a property': async (context) => {
    await context.refused('INVALID_ARGUMENT', 'library.find', { spec: {} })
  },

  'two libraries may have one name': async (context) => {
    const name = context.unique('conformance')
    const ids = [await makeLibrary(context, { name }), await makeLibrary(context, { name })]
    const found = await context.call('library.find', { spec: { name } })
    checkEqual('Found by name', found.toSorted(), ids.toSorted())
  },

  'an update changes what it names, and moves the version': async (context) => {
    const id = await makeLibrary(context, { description: 'old' })
    const before = await libraryOf(context, id)
    const name = context.unique('conformance')
    const update_spec = { name, type: 'SUBSCRIBED', id: unknownId } as const
    await context.call('localLibrary.update', { library_id: id, update_spec })
    const after = await libraryOf(context, id)
    checkMatches('The library', after, { id, name, description: 'old', type: 'LOCAL' })
    check(Number(after.version) > Number(before.version), 'The version has not moved')
    await context.call('library.update', { library_id: id, update_spec: { description: 'new' } })
    checkMatches('The library', await libraryOf(context, id), { name, description: 'new' })
  },

  'an update of a version that is gone is refused': async (context) => {
    const id = await makeLibrary(context)
    const { version = '' } = await libraryOf(context, id)
    const update = (description: string) => ({
      library_id: id,
      update_spec: { description, version },
    })
    await context.call('localLibrary.update', update('first'))
    await context.refused('CONCURRENT_CHANGE', 'localLibrary.update', update('second'))
    await context.refused('INVALID_ARGUMENT', 'library.update', update('third'))
    checkMatches('The library', await libraryOf(context, id), { description: 'first' })
  },

  'the version moves with any of its items': async (context) => {
    const id = await makeLibrary(context)
    const versions = [await versionOf(context, id)]
    const look = async () => void versions.push(await versionOf(context, id))
    const item = await makeItem(context, id)
    await look()
    await context.call('item.update', { library_item_id: item, update_spec: { name: 'other' } })
    await look()
    await fillItem(context, item, { a: 'x' })
    await look()
    await context.call('item.delete', { library_item_id: item })
    await look()
    const isRising = versions.every((one, index) => index === 0 || one > (versions[index - 1] ?? 0))
    check(isRising, `The version was ${versions.join(', ')}`)
  },

  'a client token makes one library of many calls': async (context) => {
    const client_token = randomUUID()
    const create_spec = librarySpec(context)
    const ids = await Promise.all(
      Array.from({ length: 4 }, () =>
        context.call('localLibrary.create', { client_token, create_spec }),
      ),
    )
    for (const id of new Set(ids)) deleteLater(context, id)
    checkEqual('How many libraries there are', new Set(ids).size, 1)
    const other = { ...create_spec, description: 'other' }
    await context.refused('INVALID_ARGUMENT', 'localLibrary.create', {
      client_token,
      create_spec: other,
    })
    for (const wrong of ['mine', ''])
      await context.refused('INVALID_ARGUMENT', 'localLibrary.create', {
        client_token: wrong,
        create_spec,
      })
  },

  'a library that is not there is not found': async (context) => {
    const library_id = unknownId
    const update = { library_id, update_spec: { name: 'x' } }
    for (const name of ['library.update', 'localLibrary.update'] as const)
      await context.refused('NOT_FOUND', name, update)
    await context.refused('NOT_FOUND', 'item.list', { library_id })
    await context.refused('NOT_FOUND', 'item.create', { create_spec: { library_id, name: 'a' } })
    checkEqual('Found there', await context.call('item.find', { spec: { library_id } }), [])
  },

  'deleting takes everything below along, at once': async (context) => {
    const library = await makeLibrary(context)
    const item = await makeItem(context, library)
    await fillItem(context, item, { a: 'x' })
    const { file_download_endpoint } = await fileOf(context, item, 'a')
    const session = await openSession(context, item)
    const { uri } = await addFile(context, session, 'b')
    const create_spec = { library_item_id: item }
    const download = await context.call('downloadSession.create', { create_spec })
    await context.call('localLibrary.delete', { library_id: library })
    const gone = [
      ['library.get', { library_id: library }],
      ['localLibrary.delete', { library_id: library }],
      ['item.list', { library_id: library }],
      ['item.get', { library_item_id: item }],
      ['itemFile.list', { library_item_id: item }],
      ['itemStorage.list', { library_item_id: item }],
      ['updateSession.get', { update_session_id: session }],
      ['updateSession.complete', { update_session_id: session }],
      ['updateSessionFile.list', { update_session_id: session }],
      ['downloadSession.get', { download_session_id: download }],
    ] as const
    for (const [name, given] of gone) await context.refused('NOT_FOUND', name, given)
    const read = await readFrom(context, file_download_endpoint)
    check(read.status >= 400, `The file of a deleted library was answered ${read.status}`)
    const sent = await sendUpload(context, uri, { body: 'x' })
    check(sent.status >= 400, `An upload into a deleted library was answered ${sent.status}`)
    const list = await context.call('library.list', {})
    check(!list.includes(library), 'The list still holds the library')
  },

  'force-delete deletes': async (context) => {
    const library_id = await makeLibrary(context)
    await context.call('localLibrary.force_delete', { library_id })
    await context.refused('NOT_FOUND', 'library.get', { library_id })
  },

  'one of many that delete at once succeeds': async (context) => {
    const library_id = await makeLibrary(context)
    const attempts = await Promise.all(
      Array.from({ length: 5 }, () => context.attempt('localLibrary.delete', { library_id })),
    )
    const types = attempts.map(({ error }) => error?.type ?? 'deleted').toSorted()
    checkEqual('The answers', types, [...Array(4).fill('NOT_FOUND'), 'deleted'])
  },

  'a second user who may only read is refused to create': async (context) => {
    const as = secondUserOf(context)
    const create_spec = { name: 'x', storage_backings: storageBackings }
    const { error, result } = await context.attempt('localLibrary.create', { create_spec }, as)
    if (typeof result === 'string') deleteLater(context, result)
    checkEqual('The type of the error', error?.type, 'UNAUTHORIZED')
    const library = await makeLibrary(context)
    await context.refused('UNAUTHORIZED', 'localLibrary.delete', { library_id: library }, as)
    const item = await makeItem(context, library)
    await context.refused('UNAUTHORIZED', 'item.delete', { library_item_id: item }, as)
    checkMatches('The item', await itemOf(context, item), { id: item })
  },

  'the types it understands are told': async (context) => {
    const types = (await context.call('type.list', {})).map(({ type }) => type)
    for (const type of ['ovf', 'iso']) check(types.includes(type), `type.list lacks ${type}`)
  },
})
