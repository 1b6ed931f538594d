import { randomUUID } from 'node:crypto'
import { check, checkEqual, checkMatches } from '../check/check.ts'
import { checkFiles, fileOf, itemOf } from '../fixtures/items.ts'
import {
  deleteLater,
  librarySpec,
  makeItem,
  makeLibrary,
  makeLoneItem,
  unknownId,
} from '../fixtures/libraries.ts'
import { fillItem, openSession, sendFile } from '../fixtures/update-sessions.ts'
import { defineCases } from '../run/conformance-case.ts'

/** Items, without and with their files: names, versions, finding, copying, deleting. */
export const itemCases = defineCases('items', 'Libraries and items', {
  'a new item is empty, each of its versions "1"': async (context) => {
    const library_id = await makeLibrary(context)
    const id = await makeItem(context, library_id, { name: 'Ubuntu', type: 'iso' })
    checkMatches('The item', await itemOf(context, id), {
      id,
      library_id,
      name: 'Ubuntu',
      type: 'iso',
      description: '',
      version: '1',
      content_version: '1',
      metadata_version: '1',
      size: 0,
    })
    checkEqual('The list', await context.call('item.list', { library_id }), [id])
    checkEqual('The files', await context.call('itemFile.list', { library_item_id: id }), [])
  },

  'find takes any properties together, name and type without case': async (context) => {
    const library_id = await makeLibrary(context)
    const source_id = randomUUID()
    const ubuntu = await makeItem(context, library_id, { name: 'Ubuntu Ä', type: 'iso', source_id })
    const debian = await makeItem(context, library_id, { name: 'Debian', type: 'ISO' })
    const find = async (spec: object) => (await context.call('item.find', { spec })).toSorted()
    checkEqual('By name', await find({ library_id, name: 'uBUNTU ä' }), [ubuntu])
    checkEqual('By type', await find({ library_id, type: 'Iso' }), [ubuntu, debian].toSorted())
    checkEqual('By source', await find({ source_id }), [ubuntu])
    checkEqual('By a part of the name', await find({ library_id, name: 'Ubunt' }), [])
    checkEqual('By what fits another', await find({ source_id, name: 'Debian' }), [])
    checkEqual('Cached', await find({ library_id, cached: true }), [ubuntu, debian].toSorted())
  },

  'find needs a property': async (context) => {
    await context.refused('INVALID_ARGUMENT', 'item.find', { spec: {} })
  },

  'of many that take a name at once one gets it': async (context) => {
    const library_id = await makeLibrary(context)
    const attempts = await Promise.all(
      ['name', 'NAME', 'Name', 'name', 'nAME', 'name'].map((name) =>
        context.attempt('item.create', { create_spec: { library_id, name } }),
      ),
    )
    const types = attempts.map(({ error }) => error?.type ?? 'created').toSorted()
    checkEqual('The answers', types, [...Array(5).fill('ALREADY_EXISTS'), 'created'])
    checkEqual('Items', (await context.call('item.list', { library_id })).length, 1)
  },

  'many are created at once in one library': async (context) => {
    const library_id = await makeLibrary(context)
    const names = Array.from({ length: 20 }, (_, index) => `item ${index}`)
    const ids = await Promise.all(names.map((name) => makeItem(context, library_id, { name })))
    const list = await context.call('item.list', { library_id })
    checkEqual('The list', list.toSorted(), ids.toSorted())
  },

  'a client token makes one item, also where its name is taken by it': async (context) => {
    const create_spec = { library_id: await makeLibrary(context), name: 'a' }
    const client_token = randomUUID()
    const id = await context.call('item.create', { client_token, create_spec })
    const again = { client_token: client_token.toUpperCase(), create_spec }
    checkEqual('The id', await context.call('item.create', again), id)
    const other = { client_token, create_spec: { ...create_spec, name: 'b' } }
    await context.refused('INVALID_ARGUMENT', 'item.create', other)
    const wrong = { client_token: 'no uuid', create_spec }
    await context.refused('INVALID_ARGUMENT', 'item.create', wrong)
  },

  'a client token of one operation says nothing to another': async (context) => {
    const client_token = randomUUID()
    const library = librarySpec(context)
    const given = { client_token, create_spec: library }
    const library_id = await context.call('localLibrary.create', given)
    deleteLater(context, library_id)
    const create_spec = { library_id, name: 'a' }
    const item = await context.call('item.create', { client_token, create_spec })
    const session = await context.call('updateSession.create', {
      client_token,
      create_spec: { library_item_id: item },
    })
    checkEqual('How many things there are', new Set([library_id, item, session]).size, 3)
  },

  'an update of a version that is gone is refused': async (context) => {
    const id = await makeLoneItem(context)
    const update = (description: string, version: string) => ({
      library_item_id: id,
      update_spec: { description, version },
    })
    await context.call('item.update', update('first', '1'))
    await context.refused('INVALID_ARGUMENT', 'item.update', update('second', '1'))
    await context.call('item.update', update('third', '2'))
    checkMatches('The item', await itemOf(context, id), { description: 'third', version: '3' })
  },

  'an update moves version and metadata_version alone': async (context) => {
    const id = await makeLoneItem(context, { name: 'old' })
    const update_spec = { name: 'new', description: 'text', content_version: '7', size: 9 }
    await context.call('item.update', { library_item_id: id, update_spec })
    checkMatches('The item', await itemOf(context, id), {
      name: 'new',
      description: 'text',
      version: '2',
      metadata_version: '2',
      content_version: '1',
      size: 0,
    })
  },

  'an update may not take the name of another, but its own in another case': async (context) => {
    const library_id = await makeLibrary(context)
    await makeItem(context, library_id, { name: 'taken' })
    const id = await makeItem(context, library_id, { name: 'mine' })
    const update = (name: string) => ({ library_item_id: id, update_spec: { name } })
    await context.refused('ALREADY_EXISTS', 'item.update', update('TAKEN'))
    await context.call('item.update', update('MINE'))
    checkMatches('The item', await itemOf(context, id), { name: 'MINE' })
  },

  'a completed session moves version and content_version alone': async (context) => {
    const id = await makeLoneItem(context)
    const { metadata_version } = await itemOf(context, id)
    for (const version of ['2', '3']) {
      await fillItem(context, id, { a: version })
      const seen = { version, content_version: version, metadata_version, size: 1 }
      checkMatches('The item', await itemOf(context, id), seen)
      checkEqual('The version of the file', (await fileOf(context, id, 'a')).version, version)
    }
  },

  "a file's version is that of the content which brought it, and only grows": async (context) => {
    const id = await makeLoneItem(context)
    await fillItem(context, id, { a: 'one', b: 'two' })
    await fillItem(context, id, { b: 'three' })
    checkEqual('The untouched file', (await fileOf(context, id, 'a')).version, '2')
    checkEqual('The replaced file', (await fileOf(context, id, 'b')).version, '3')
    const session = await openSession(context, id)
    await context.call('updateSessionFile.remove', { update_session_id: session, file_name: 'a' })
    await context.call('updateSession.complete', { update_session_id: session })
    await fillItem(context, id, { a: 'one' })
    checkEqual('The file brought back', (await fileOf(context, id, 'a')).version, '5')
  },

  'its size is that of its files': async (context) => {
    const id = await makeLoneItem(context)
    await fillItem(context, id, { a: 'x'.repeat(1000), b: '' })
    checkEqual('The size', (await itemOf(context, id)).size, 1000)
    await fillItem(context, id, { a: 'x', c: 'ü' })
    checkEqual('The size', (await itemOf(context, id)).size, 3)
  },

  'a file is told where it is read from and where it is stored': async (context) => {
    const library_id = await makeLibrary(context)
    const item = await makeItem(context, library_id)
    await fillItem(context, item, { 'disk 1.iso': 'bytes' })
    const file = await fileOf(context, item, 'disk 1.iso')
    checkMatches('The file', file, { size: 5, cached: true, file_download_endpoint: /^https?:/ })
    const [stored] = await context.call('itemStorage.list', { library_item_id: item })
    const folder = `contentlib-${library_id}/${item}`
    checkMatches('Where it is stored', stored, {
      name: 'disk 1.iso',
      size: 5,
      storage_backing: { type: 'DATASTORE', datastore_id: 'datastore-1' },
      storage_uris: [new RegExp(`^ds:///vmfs/volumes/datastore-1/${folder}/disk`)],
    })
    const unknown = { library_item_id: item, name: 'other' }
    await context.refused('NOT_FOUND', 'itemFile.get', unknown)
    const elsewhere = { library_item_id: item, file_name: 'other' }
    await context.refused('NOT_FOUND', 'itemStorage.get', elsewhere)
  },

  'a copy shows its files when it answers, and keeps them': async (context) => {
    const library_id = await makeLibrary(context)
    const source = await makeItem(context, library_id, { name: 'a', description: 'text' })
    const files = { 'a.iso': 'some bytes', 'b.txt': '' }
    await fillItem(context, source, files)
    const copy = await context.call('item.copy', {
      source_library_item_id: source,
      destination_create_spec: { library_id: await makeLibrary(context), name: 'copy' },
    })
    await checkFiles(context, copy, files)
    const seen = { name: 'copy', description: 'text', content_version: '1', size: 10 }
    checkMatches('The copy', await itemOf(context, copy), seen)
    await context.call('item.delete', { library_item_id: source })
    await checkFiles(context, copy, files)
  },

  'a copy under a taken name is an invalid argument': async (context) => {
    const library_id = await makeLibrary(context)
    const source_library_item_id = await makeItem(context, library_id, { name: 'a' })
    const copy = (name: string, given = {}) => ({
      source_library_item_id,
      destination_create_spec: { library_id, name },
      ...given,
    })
    await context.refused('INVALID_ARGUMENT', 'item.copy', copy('A'))
    const unknown = { source_library_item_id: unknownId }
    await context.refused('NOT_FOUND', 'item.copy', copy('b', unknown))
    checkEqual('Items', (await context.call('item.list', { library_id })).length, 1)
  },

  'deleting an item ends its session, at once': async (context) => {
    const item = await makeLoneItem(context)
    const session = await openSession(context, item)
    await sendFile(context, session, 'a', 'x')
    await context.call('item.delete', { library_item_id: item })
    const given = { update_session_id: session }
    for (const name of [
      'updateSession.get',
      'updateSession.complete',
      'updateSession.cancel',
    ] as const)
      await context.refused('NOT_FOUND', name, given)
    await context.refused('NOT_FOUND', 'updateSessionFile.list', given)
    await context.refused('NOT_FOUND', 'item.get', { library_item_id: item })
    await context.refused('NOT_FOUND', 'item.delete', { library_item_id: item })
    await context.refused('NOT_FOUND', 'updateSession.create', {
      create_spec: { library_item_id: item },
    })
    const sessions = await context.call('updateSession.list', {})
    check(!sessions.includes(session), 'The list still holds the session')
  },

  'an item that is not there is not found': async (context) => {
    const library_item_id = unknownId
    const update = { library_item_id, update_spec: { name: 'x' } }
    await context.refused('NOT_FOUND', 'item.update', update)
    await context.refused('NOT_FOUND', 'itemFile.list', { library_item_id })
    await context.refused('NOT_FOUND', 'updateSession.list', { library_item_id })
    await context.refused('NOT_FOUND', 'downloadSession.list', { library_item_id })
  },
})
