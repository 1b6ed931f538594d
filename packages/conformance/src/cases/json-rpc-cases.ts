import type { OperationName } from '@accession/core/contract'
import { check, checkEqual, checkMatches } from '../check/check.ts'
import { unknownId } from '../fixtures/libraries.ts'
import type { CaseContext } from '../run/case-context.ts'
import { defineCases } from '../run/conformance-case.ts'
import type { CaseOf } from '../run/conformance-case.ts'
import type { Arguments } from '../spellings/spelling.ts'
import { bodyText } from '../wire/body-text.ts'
import { credentialHeaders } from '../wire/credentials.ts'
import type { WireAnswer } from '../wire/wire-request.ts'

type Members = Readonly<Record<string, unknown>>

const bodyBytesMax = 1024 * 1024

const inJsonRpc = (run: CaseOf['run']): CaseOf => ({ spellings: ['json-rpc'], run })

/** A call as it would be sent. */
const callOf = (context: CaseContext, name: OperationName, given: Arguments = {}): Members =>
  JSON.parse(bodyText(context.write(name, given))) as Members

/** Sends a body to where calls go. */
const post = (
  context: CaseContext,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Promise<WireAnswer> => {
  const request = context.write('library.list', {})
  return context.send({ ...request, body, headers: { ...request.headers, ...headers } })
}

/** Sends a list of the libraries with something of its envelope replaced. */
const postWith = (context: CaseContext, changes: Members): Promise<WireAnswer> =>
  post(context, JSON.stringify({ ...callOf(context, 'library.list'), ...changes }))

/** The same with something of its params replaced. */
const postParams = (context: CaseContext, changes: Members): Promise<WireAnswer> => {
  const { params } = callOf(context, 'library.list')
  return postWith(context, { params: { ...Object(params), ...changes } })
}

const idOf = ({ text }: WireAnswer): unknown => Object(JSON.parse(text))['id']

const inputOf = (fields: unknown) => ({ STRUCTURE: { 'operation-input': fields } })

/** Sends an input as it is; it must be refused. */
const refusesInput = async (
  context: CaseContext,
  type: string,
  name: OperationName,
  fields: unknown,
): Promise<void> => {
  const { params, ...call } = callOf(context, name)
  const spoiled = { ...call, params: { ...Object(params), input: inputOf(fields) } }
  context.readError(type, await post(context, JSON.stringify(spoiled)))
}

/** What holds for calls by JSON-RPC alone. */
export const jsonRpcCases = defineCases('json-rpc', 'JSON-RPC', {
  'a reply has the id of its call': inJsonRpc(async (context) => {
    for (const id of ['0', '', 'a"b', '漢字', 'x'.repeat(200)]) {
      const answer = await postWith(context, { id })
      context.readResult('library.list', answer)
      checkEqual('The id', idOf(answer), id)
      const refused = await postWith(context, { id, params: null })
      checkEqual('The id of an error', idOf(refused), id)
    }
  }),

  'a call is sent to exactly one address, by POST': inJsonRpc(async (context) => {
    const request = context.write('library.list', {})
    for (const [method, path] of [
      ['POST', '/api/'],
      ['PUT', '/api'],
      ['GET', '/api'],
    ] as const) {
      const { status } = await context.send({ ...request, method, path })
      checkEqual(`The status of ${method} ${path}`, status, 404)
    }
  }),

  'every reply has the status 200 and an id of its own': inJsonRpc(async (context) => {
    for (const changes of [{}, { params: null }, { id: 7, method: 'fly' }]) {
      const { status, headers } = await postWith(context, changes)
      checkEqual('The status', status, 200)
      checkMatches('The headers', headers, {
        'cache-control': /no-store/,
        'x-content-type-options': 'nosniff',
        'x-request-id': /./,
      })
    }
  }),

  'an unknown service or operation is OPERATION_NOT_FOUND': inJsonRpc(async (context) => {
    for (const changes of [
      { serviceId: 'com.vmware.nothing' },
      { serviceId: '__proto__' },
      { operationId: 'fly' },
      { operationId: 'constructor' },
      { operationId: '' },
    ])
      context.readError('OPERATION_NOT_FOUND', await postParams(context, changes))
  }),

  'a body that is no JSON is -32700': inJsonRpc(async (context) => {
    const bodies = ['{"jsonrpc":', '', '{} {}', "{'id':'1'}", new Uint8Array([0x22, 0xff, 0x22])]
    for (const body of bodies) context.readError('JSON-RPC -32700', await post(context, body))
  }),

  'a body that is no call is -32600': inJsonRpc(async (context) => {
    for (const body of ['null', '"text"', '7', '{}'])
      context.readError('JSON-RPC -32600', await post(context, body))
    for (const changes of [{ jsonrpc: '1.0' }, { jsonrpc: null }, { id: null }, { id: ['1'] }])
      context.readError('JSON-RPC -32600', await postWith(context, changes))
  }),

  'a batch is refused as a whole': inJsonRpc(async (context) => {
    const create_spec = { name: context.unique('batch'), storage_backings: [{ type: 'DATASTORE' }] }
    const call = callOf(context, 'localLibrary.create', { create_spec })
    const answer = await post(context, JSON.stringify([call, call]))
    context.readError('JSON-RPC -32600', answer)
    const found = await context.call('library.find', { spec: { name: create_spec.name } })
    checkEqual('What is found of it', found, [])
  }),

  'an unknown method of JSON-RPC is -32601': inJsonRpc(async (context) => {
    context.readError('JSON-RPC -32601', await postWith(context, { method: 'fly' }))
  }),

  'params that cannot be read are -32602': inJsonRpc(async (context) => {
    for (const params of [null, [], 'text'])
      context.readError('JSON-RPC -32602', await postWith(context, { params }))
    for (const changes of [{ serviceId: 7 }, { operationId: null }, { ctx: 'me' }])
      context.readError('JSON-RPC -32602', await postParams(context, changes))
  }),

  'a body past 1 MiB is -32600, and one of nearly 1 MiB is taken': inJsonRpc(async (context) => {
    const call = JSON.stringify(callOf(context, 'library.list'))
    const long = await post(context, ' '.repeat(bodyBytesMax) + call)
    context.readError('JSON-RPC -32600', long)
    const fits = await post(context, ' '.repeat(bodyBytesMax - call.length) + call)
    context.readResult('library.list', fits)
  }),

  'values nested too deeply, and names given twice, are refused': inJsonRpc(async (context) => {
    const call = JSON.stringify(callOf(context, 'library.list'))
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    for (const more of [`"a":${deep},`, '"a":1,"a":2,'])
      context.readError('INVALID_ARGUMENT', await post(context, call.replace('{', `{${more}`)))
  }),

  'credentials elsewhere than in the security context are of no use': inJsonRpc(async (context) => {
    const { user, password } = context.target
    const nobody = bodyText(context.write('library.list', {}, { kind: 'none' }))
    const basic = { kind: 'password', user, password } as const
    for (const headers of [credentialHeaders(basic), credentialHeaders(context.credentials)])
      context.readError('UNAUTHENTICATED', await post(context, nobody, headers))
    const wrong = { 'vmware-api-session-id': 'wrong', authorization: 'Basic !!!', cookie: 'a=b' }
    const call = JSON.stringify(callOf(context, 'library.list'))
    context.readResult('library.list', await post(context, call, wrong))
  }),

  'an unknown scheme signs nobody in': inJsonRpc(async (context) => {
    const securityCtx = { schemeId: 'com.vmware.vapi.std.security.bearer_token', bearerToken: 'x' }
    context.readError('UNAUTHENTICATED', await postParams(context, { ctx: { securityCtx } }))
  }),

  'a missing argument, and one of another kind, are INVALID_ARGUMENT': inJsonRpc(
    async (context) => {
      for (const fields of [{}, { library_id: null }, { library_id: 7 }, { library_id: ['a'] }, []])
        await refusesInput(context, 'INVALID_ARGUMENT', 'library.get', fields)
      for (const input of [null, 'text', {}, { STRUCTURE: {} }, { STRUCTURE: { other: {} } }])
        context.readError('INVALID_ARGUMENT', await postParams(context, { input }))
    },
  ),

  'what may be left out is wrapped where it is not': inJsonRpc(async (context) => {
    const list = 'updateSession.list'
    for (const library_item_id of [
      unknownId,
      null,
      { OPTIONAL: 7 },
      { OPTIONAL: 'a', SECRET: 'b' },
    ])
      await refusesInput(context, 'INVALID_ARGUMENT', list, { library_item_id })
    const { params, ...call } = callOf(context, list)
    for (const fields of [{}, { library_item_id: { OPTIONAL: null } }]) {
      const body = JSON.stringify({
        ...call,
        params: { ...Object(params), input: inputOf(fields) },
      })
      context.readResult(list, await post(context, body))
    }
  }),

  'a structure has its own name, and its own fields': inJsonRpc(async (context) => {
    const find = async (type: string, spec: unknown) =>
      refusesInput(context, type, 'item.find', { spec })
    const name = { OPTIONAL: 'x' }
    await find('INVALID_ARGUMENT', { name })
    await find('INVALID_ARGUMENT', {
      STRUCTURE: { 'com.vmware.content.library.find_spec': { name } },
    })
    const own = 'com.vmware.content.library.item.find_spec'
    await find('INVALID_ARGUMENT', { ERROR: { [own]: { name } } })
    for (const field of ['nmae', '__proto__', 'constructor']) {
      const fields = JSON.parse(`{"name":{"OPTIONAL":"x"},"${field}":{"OPTIONAL":null}}`) as Members
      check(Object.hasOwn(fields, field), `The field ${field} is not sent`)
      await find('UNEXPECTED_INPUT', { STRUCTURE: { [own]: fields } })
    }
  }),
})
