import { randomUUID } from 'node:crypto'
import { operations } from '@accession/core/contract'
import { check, checkEqual, checkMatches } from '../check/check.ts'
import { filesOf, fileOf } from '../fixtures/items.ts'
import {
  deleteLater,
  librarySpec,
  makeLibrary,
  makeLoneItem,
  unknownId,
} from '../fixtures/libraries.ts'
import { addFile, fillItem, openLoneSession, sessionFile } from '../fixtures/update-sessions.ts'
import type { CaseContext } from '../run/case-context.ts'
import { defineCases } from '../run/conformance-case.ts'
import { addressedSpellings } from '../spellings/spelling.ts'
import { credentialHeaders } from '../wire/credentials.ts'
import type { WireRequest } from '../wire/wire-request.ts'

/** Sends a request as the user of the run; it must be told that nothing lives there. */
const leadsNowhere = async (
  context: CaseContext,
  request: Pick<WireRequest, 'method' | 'path'>,
): Promise<void> => {
  const headers = credentialHeaders(context.credentials)
  const error = context.readError('NOT_FOUND', await context.send({ ...request, headers }))
  checkMatches('The message', error.messages[0], {
    id: 'com.vmware.vapi.rest.operationsForUrlNotFound',
    args: [request.path.replace(/\?.*$/, '')],
  })
}

const odd = [
  "' or 1=1 --",
  '../../etc/passwd',
  '..',
  '.',
  '%',
  '\u0000',
  '\u202e',
  '🎈'.repeat(50),
  'a'.repeat(3000),
  '{}',
  '*',
  '-1',
  'null',
  '__proto__',
]

/** Where operations live, and what is said of everywhere else. */
export const addressCases = defineCases('addresses', 'Spellings', {
  'an unknown address is told of by its path': {
    spellings: addressedSpellings,
    run: async (context) => {
      const base = `/${context.spelling.name}`
      for (const path of ['/com/vmware/nothing', '/content/nothing?a=b', '/content/library/a/b/c'])
        await leadsNowhere(context, { method: 'GET', path: `${base}${path}` })
    },
  },

  'an unknown action is an unknown address': {
    spellings: addressedSpellings,
    run: async (context) => {
      const { path } = context.write('library.find', { spec: {} })
      const unknown = path.replace(/action=find/, 'action=fly')
      check(unknown !== path, 'The address of find has no action')
      await leadsNowhere(context, { method: 'POST', path: unknown })
    },
  },

  'an unknown method is an unknown address': {
    spellings: addressedSpellings,
    run: async (context) => {
      const { path } = context.write('library.list', {})
      for (const method of ['PUT', 'DELETE', 'OPTIONS', 'PATCH'])
        await leadsNowhere(context, { method, path })
    },
  },

  'every operation that needs something there answers at its address': async (context) => {
    for (const { name, params, errors } of operations) {
      const fields = Object.entries(params.fields).filter(([, { kind }]) => kind !== 'optional')
      const isPlain = fields.every(([, { kind }]) => kind === 'id' || kind === 'string')
      if (!isPlain || !errors.includes('NOT_FOUND') || fields.length === 0) continue
      const given = Object.fromEntries(
        fields.map(([field, { kind }]) => [field, kind === 'id' ? unknownId : 'a']),
      )
      const { messages } = await context.refused('NOT_FOUND', name, given)
      const isUnknown = messages[0]?.id.startsWith('com.vmware.vapi.rest') === true
      check(!isUnknown, `${name} has no address`)
    }
  },

  'an id that is none is not found, whatever it holds': async (context) => {
    for (const id of odd) {
      const types = ['NOT_FOUND', 'INVALID_ARGUMENT']
      await context.refused(types, 'library.get', { library_id: id })
      await context.refused(types, 'item.delete', { library_item_id: id })
      await context.refused(types, 'updateSession.get', { update_session_id: id })
      await context.refused(types, 'item.list', { library_id: id })
    }
  },

  'a malformed percent-encoding is refused': {
    spellings: addressedSpellings,
    run: async (context) => {
      const request = context.write('item.get', { library_item_id: 'a-id' })
      const path = request.path.replace('a-id', 'a%zz')
      context.readError('INVALID_ARGUMENT', await context.send({ ...request, path }))
    },
  },

  'no path leads out of the library': {
    spellings: addressedSpellings,
    run: async (context) => {
      const base = `/${context.spelling.name}`
      const paths = [
        `${base}/../../etc/passwd`,
        `${base}/..%2f..%2fetc%2fpasswd`,
        '/transfers/upload/../../../etc/passwd',
        '/transfers/file/..%2f..%2f/a/b/etc%2fpasswd',
        '//etc/passwd',
        `${base}/%00`,
        `${base}/${'a/'.repeat(500)}`,
        `${base}/${'a'.repeat(8000)}`,
      ]
      for (const path of paths) {
        const { status, text } = await context.send({ method: 'GET', path })
        check(status >= 400 && status < 500, `GET ${path.slice(0, 80)} was answered ${status}`)
        check(!text.includes('root:'), `GET ${path} shows a file of the server`)
      }
    },
  },

  'a path is decoded once': async (context) => {
    const { session } = await openLoneSession(context)
    for (const name of ['100%25.iso', 'a b.iso', 'ü + # ?.iso', 'a%41.iso', 'a&b=c.iso']) {
      await addFile(context, session, name)
      checkEqual('The name', (await sessionFile(context, session, name)).name, name)
    }
  },

  'a query is decoded once': async (context) => {
    const name = '100%25 a b+c&d=ü.iso'
    const item = await makeLoneItem(context)
    await fillItem(context, item, { [name]: 'bytes' })
    const file = await context.call('itemFile.get', { library_item_id: item, name })
    checkEqual('The name', file.name, name)
  },

  'the colon of an id may be encoded': {
    spellings: ['rest'],
    run: async (context) => {
      const library_id = await makeLibrary(context)
      const request = context.write('library.get', { library_id })
      for (const colon of ['%3A', '%3a']) {
        const path = request.path.replace('/id:', `/id${colon}`)
        const answer = await context.send({ ...request, path })
        checkEqual('The id', context.readResult('library.get', answer).id, library_id)
      }
    },
  },

  'a client token travels in its header as well': {
    spellings: ['rest'],
    run: async (context) => {
      const create_spec = librarySpec(context)
      const client_token = randomUUID()
      const id = await context.call('localLibrary.create', { client_token, create_spec })
      deleteLater(context, id)
      const request = context.write('localLibrary.create', { create_spec })
      const headers = { ...request.headers, 'client-token': client_token }
      const answer = await context.send({ ...request, headers })
      checkEqual('The id', context.readResult('localLibrary.create', answer), id)
    },
  },

  'a client token is no member of the body': {
    spellings: ['api'],
    run: async (context) => {
      const create_spec = { ...librarySpec(context), client_token: randomUUID() }
      await context.refused('INVALID_ARGUMENT', 'localLibrary.create', { create_spec })
    },
  },

  'get and list of files share an address': {
    spellings: ['api'],
    run: async (context) => {
      const item = await makeLoneItem(context)
      await fillItem(context, item, { a: 'x', b: 'yy' })
      checkEqual('The list', [...(await filesOf(context, item)).keys()].toSorted(), ['a', 'b'])
      checkEqual('The size', (await fileOf(context, item, 'b')).size, 2)
      const one = { library_item_id: item }
      const got = await context.call('itemFile.get', { ...one, name: 'b' })
      checkEqual('The file', [got.name, got.size], ['b', 2])
      const stored = await context.call('itemStorage.get', { ...one, file_name: 'b' })
      checkMatches('Where the file is', stored, [{ name: 'b' }])
      const all = await context.call('itemStorage.list', one)
      checkEqual('Where the files are', all.map(({ name }) => name).toSorted(), ['a', 'b'])
    },
  },
})
