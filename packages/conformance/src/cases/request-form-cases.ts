import { check, checkEqual, checkMatches } from '../check/check.ts'
import { librarySpec, makeItem, makeLibrary, unknownId } from '../fixtures/libraries.ts'
import { openLoneSession, stateOf } from '../fixtures/update-sessions.ts'
import type { OperationName } from '@accession/core/contract'
import type { CaseContext } from '../run/case-context.ts'
import { defineCases } from '../run/conformance-case.ts'
import { addressedSpellings } from '../spellings/spelling.ts'
import type { Arguments } from '../spellings/spelling.ts'
import { bodyText } from '../wire/body-text.ts'
import type { WireError } from '../wire/wire-error.ts'
import type { WireRequest } from '../wire/wire-request.ts'

const unknownProperty = 'com.vmware.vapi.rest.unsupportedProperty'
const bodyBytesMax = 1024 * 1024

const checkMessage = ({ messages: [message] }: WireError, id: string, args: string[]): void =>
  checkMatches('The message', message, { id, args })

/** How a field that a structure does not have is refused. */
const checkUnknown = async (
  context: CaseContext,
  name: OperationName,
  given: Arguments,
  { structure, field }: { readonly structure: string; readonly field: string },
): Promise<void> => {
  if (context.spelling.name === 'json-rpc') {
    const error = await context.refused('UNEXPECTED_INPUT', name, given)
    checkMessage(error, 'vapi.data.structure.field.unexpected', [structure, field])
  } else
    checkMessage(await context.refused('INVALID_ARGUMENT', name, given), unknownProperty, [field])
}

const findRequest = (context: CaseContext): WireRequest =>
  context.write('item.find', { spec: { name: 'x' } })

/** Sends another body where a find belongs; it must be refused as an argument. */
const refusesBody = async (
  context: CaseContext,
  body: WireRequest['body'],
  headers: Record<string, string> = {},
): Promise<WireError> => {
  const request = findRequest(context)
  const answer = await context.send({
    ...request,
    body,
    headers: { ...request.headers, ...headers },
  })
  return context.readError('INVALID_ARGUMENT', answer)
}

/** A body in the form that a find has in the spelling, its specification as written. */
const findBody = ({ spelling }: CaseContext, spec: string): string =>
  spelling.name === 'rest' ? `{"spec":${spec}}` : spec

async function* inChunks(text: string): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
}

/** What a request may hold, and how it is refused where it holds anything else. */
export const requestFormCases = defineCases('request form', 'Spellings', {
  'an unknown member of a structure is refused by name': async (context) => {
    const create_spec = { ...librarySpec(context), nmae: 'x' }
    const unknown = { structure: 'com.vmware.content.library_model', field: 'nmae' }
    await checkUnknown(context, 'localLibrary.create', { create_spec }, unknown)
  },

  'an unknown member deep inside is refused by name': async (context) => {
    const storage_backings = [{ type: 'DATASTORE', datastor_id: 'x' }]
    const create_spec = { name: 'x', storage_backings }
    const structure = 'com.vmware.content.library.storage_backing'
    const unknown = { structure, field: 'datastor_id' }
    await checkUnknown(context, 'localLibrary.create', { create_spec }, unknown)
  },

  'an unknown argument of an action is refused by name': async (context) => {
    const { session } = await openLoneSession(context)
    const structure = 'operation-input'
    const progress = { update_session_id: session, progress: 40 }
    const field = 'progress'
    await checkUnknown(context, 'updateSession.keep_alive', progress, { structure, field })
    const force = { update_session_id: session, force: true }
    await checkUnknown(context, 'updateSession.cancel', force, { structure, field: 'force' })
    checkEqual('The state', await stateOf(context, session), 'ACTIVE')
  },

  'an unknown query parameter is refused by name': {
    spellings: addressedSpellings,
    run: async (context) => {
      for (const name of ['library.list', 'updateSession.list', 'type.list'] as const) {
        const request = context.write(name, {})
        const mark = request.path.includes('?') ? '&' : '?'
        const answer = await context.send({ ...request, path: `${request.path}${mark}itme=a` })
        checkMessage(context.readError('INVALID_ARGUMENT', answer), unknownProperty, ['itme'])
      }
    },
  },

  'null is unset': async (context) => {
    const library = await makeLibrary(context)
    const create_spec = { library_id: library, name: 'a', description: null, source_id: null }
    const { result } = await context.attempt('item.create', {
      create_spec,
      client_token: undefined,
    })
    const item = await context.call('item.get', { library_item_id: String(result) })
    checkMatches('The item', item, { description: '', source_id: undefined })
  },

  'null where something is required is missing': async (context) => {
    const library_id = await makeLibrary(context)
    const create_spec = { library_id, name: null }
    await context.refused('INVALID_ARGUMENT', 'item.create', { create_spec })
    await context.refused('INVALID_ARGUMENT', 'item.find', { spec: { name: null } })
  },

  'a missing argument is refused': {
    spellings: addressedSpellings,
    run: async (context) => {
      const { method, path, headers = {} } = context.write('item.list', { library_id: 'x' })
      const answer = await context.send({ method, path: path.replace(/\?.*$/, ''), headers })
      const error = context.readError('INVALID_ARGUMENT', answer)
      checkMatches('The message', error.messages[0], { default_message: /library_id/ })
    },
  },

  'an argument given twice is refused': {
    spellings: addressedSpellings,
    run: async (context) => {
      const request = context.write('item.list', { library_id: unknownId })
      const path = `${request.path}&library_id=${unknownId}`
      context.readError('INVALID_ARGUMENT', await context.send({ ...request, path }))
    },
  },

  'values of another kind are refused': async (context) => {
    const library_id = await makeLibrary(context)
    const specs = [
      { library_id, name: 7 },
      { library_id, name: ['a'] },
      { library_id, name: { text: 'a' } },
      { library_id: 5, name: 'a' },
    ]
    for (const create_spec of specs)
      await context.refused('INVALID_ARGUMENT', 'item.create', { create_spec })
    const find = (spec: unknown) => context.refused('INVALID_ARGUMENT', 'item.find', { spec })
    for (const spec of [{ cached: 'true' }, { cached: 1 }, [], 'text', 7]) await find(spec)
    await context.refused('INVALID_ARGUMENT', 'library.find', { spec: { type: 'local' } })
  },

  'integers that no number holds are refused': async (context) => {
    const { session } = await openLoneSession(context)
    const client_progress = 4_711_000_111
    const given = { update_session_id: session, client_progress }
    const request = context.write('updateSession.keep_alive', given)
    for (const text of ['9007199254740993', '1.5', '1e400', '"1"']) {
      const body = bodyText(request).replace(String(client_progress), text)
      check(body !== request.body, 'The number is not in the body')
      context.readError('INVALID_ARGUMENT', await context.send({ ...request, body }))
    }
  },

  'a body that is no JSON is refused': {
    spellings: addressedSpellings,
    run: async (context) => {
      for (const body of ['{"spec":', 'nmae=a', '{} {}', "{'name':'a'}", '\u0000'])
        await refusesBody(context, body)
      await refusesBody(context, new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]))
    },
  },

  'a body that is no object is refused': {
    spellings: addressedSpellings,
    run: async (context) => {
      for (const body of ['[]', '"text"', '7', 'true']) await refusesBody(context, body)
    },
  },

  'a name given twice in an object is refused': {
    spellings: addressedSpellings,
    run: (context) =>
      refusesBody(context, findBody(context, '{"name":"a","name":"b"}')).then(() => undefined),
  },

  'a body of another media type is refused': {
    spellings: addressedSpellings,
    run: async (context) => {
      const body = findBody(context, '{"name":"a"}')
      await refusesBody(context, body, { 'content-type': 'application/x-www-form-urlencoded' })
      await refusesBody(context, body, { 'content-type': 'text/xml' })
    },
  },

  'a body need not say that it is JSON': async (context) => {
    const { headers = {}, ...request } = findRequest(context)
    const { 'content-type': _, ...others } = headers
    for (const more of [{}, { 'content-type': 'Application/JSON; charset=utf-8' }]) {
      const answer = await context.send({ ...request, headers: { ...others, ...more } })
      context.readResult('item.find', answer)
    }
  },

  'a body past 1 MiB is refused, its length told or not': {
    spellings: addressedSpellings,
    run: async (context) => {
      const body = `${' '.repeat(bodyBytesMax)}${findBody(context, '{"name":"a"}')}`
      await refusesBody(context, body)
      await refusesBody(context, inChunks(body))
    },
  },

  'a body of nearly 1 MiB is taken': {
    spellings: addressedSpellings,
    run: async (context) => {
      const body = `${' '.repeat(bodyBytesMax - 100)}${findBody(context, '{"name":"a"}')}`
      context.readResult('item.find', await context.send({ ...findRequest(context), body }))
    },
  },

  'a body nested deeper than 32 levels is refused': {
    spellings: addressedSpellings,
    run: async (context) => {
      const deep = `{"name":${'['.repeat(40)}${']'.repeat(40)}}`
      await refusesBody(context, findBody(context, deep))
      await refusesBody(context, `${'['.repeat(100_000)}${']'.repeat(100_000)}`)
    },
  },

  'a call without arguments takes no body, or an empty object': {
    spellings: addressedSpellings,
    run: async (context) => {
      for (const body of [undefined, '', '{}']) {
        const { session } = await openLoneSession(context)
        const request = context.write('updateSession.cancel', { update_session_id: session })
        const headers = { ...request.headers, 'content-type': 'application/json' }
        const answer = await context.send({ ...request, headers, body })
        context.readResult('updateSession.cancel', answer)
      }
    },
  },

  'text that no store keeps is refused': async (context) => {
    const library_id = await makeLibrary(context)
    for (const name of ['a\u0000b', 'a\u0007', 'a\ud800b'])
      await context.refused('INVALID_ARGUMENT', 'item.create', {
        create_spec: { library_id, name },
      })
    const found = await context.attempt('item.find', { spec: { name: 'a\u0007' } })
    if (found.error) checkEqual('The error', found.error.type, 'INVALID_ARGUMENT')
    else checkEqual('What is found', found.result, [])
  },

  'text in any script is kept as it is': async (context) => {
    const library_id = await makeLibrary(context)
    const description = 'ü 漢字 🎈 <b>&"\'\\/ %41 ${x} \u00a0'
    const item = await makeItem(context, library_id, { name: 'naïve 漢字 🎈', description })
    const seen = await context.call('item.get', { library_item_id: item })
    checkMatches('The item', seen, { name: 'naïve 漢字 🎈', description })
  },

  'an unset field is left out, never null': async (context) => {
    const library_id = await makeLibrary(context)
    const { session } = await openLoneSession(context)
    const list = [
      await context.call('library.get', { library_id }),
      await context.call('updateSession.get', { update_session_id: session }),
    ]
    checkMatches('The models', list, [
      { subscription_info: undefined, last_sync_time: undefined },
      { error_message: undefined, warning_behavior: undefined },
    ])
  },

  'fields that only the library knows are ignored where they are sent': async (context) => {
    const library_id = await makeLibrary(context)
    const create_spec = {
      library_id,
      name: 'a',
      id: unknownId,
      version: '99',
      content_version: '99',
      creation_time: '2001-01-01T00:00:00.000Z',
      size: 7,
    }
    const id = await context.call('item.create', { create_spec })
    const item = await context.call('item.get', { library_item_id: id })
    checkMatches('The item', item, { id, version: '1', content_version: '1', size: 0 })
    checkEqual('Whether it has an old creation time', item.creation_time?.startsWith('2001'), false)
  },
})
