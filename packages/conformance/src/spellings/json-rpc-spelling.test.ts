import { expect, it } from 'vitest'
import { answer, operationNamed } from '../../test/support/by-hand.ts'
import { bodyText } from '../wire/body-text.ts'
import { jsonRpcSpelling } from './json-rpc-spelling.ts'

const create = operationNamed('updateSession.create')
const keepAlive = operationNamed('updateSession.keep_alive')
const get = operationNamed('session.get')
const reply = (outcome: object, more: object = {}) =>
  answer(200, { jsonrpc: '2.0', id: '0', ...outcome, ...more })
const output = (value: unknown) => reply({ result: { output: value } })

it('is written as the SDKs write it', () => {
  const create_spec = { library_item_id: 'a', warning_behavior: [] }
  const request = jsonRpcSpelling.write(create, { create_spec }, { kind: 'token', token: 't' })
  expect(request).toMatchObject({
    method: 'POST',
    path: '/api',
    headers: { 'content-type': 'application/json' },
  })
  const unset = { OPTIONAL: null }
  expect(JSON.parse(bodyText(request))).toEqual({
    jsonrpc: '2.0',
    method: 'invoke',
    id: expect.stringMatching(/^\d+$/),
    params: {
      serviceId: 'com.vmware.content.library.item.update_session',
      operationId: 'create',
      ctx: {
        appCtx: { opId: 'conformance' },
        securityCtx: {
          schemeId: 'com.vmware.vapi.std.security.session_id',
          sessionId: 't',
        },
      },
      input: {
        STRUCTURE: {
          'operation-input': {
            client_token: unset,
            create_spec: {
              STRUCTURE: {
                'com.vmware.content.library.item.update_session_model': {
                  id: unset,
                  library_item_id: { OPTIONAL: 'a' },
                  library_item_content_version: unset,
                  error_message: unset,
                  client_progress: unset,
                  state: unset,
                  expiration_time: unset,
                  preview_info: unset,
                  warning_behavior: { OPTIONAL: [] },
                },
              },
            },
          },
        },
      },
    },
  })
})

it('is written wrongly where a case wants it so', () => {
  const given = { library_id: 7, more: 1 }
  const request = jsonRpcSpelling.write(operationNamed('library.get'), given, { kind: 'none' })
  expect(JSON.parse(bodyText(request))).toMatchObject({
    params: { input: { STRUCTURE: { 'operation-input': given } } },
  })
})

it('takes what is right', () => {
  expect(jsonRpcSpelling.readResult(create, output('a'))).toBe('a')
  expect(jsonRpcSpelling.readResult(keepAlive, output(null))).toBeUndefined()
  const token = jsonRpcSpelling.readResult(
    operationNamed('session.create'),
    output({ SECRET: 't' }),
  )
  expect(token).toBe('t')
})

const at = '2026-01-31T09:30:00.000Z'
const info = { user: 'a', created_time: at, last_accessed_time: at }
const infoName = 'com.vmware.cis.session.info'

it('reads structures', () => {
  expect(jsonRpcSpelling.readResult(get, output({ STRUCTURE: { [infoName]: info } }))).toEqual(info)
})

it.each([
  [create, answer(201, { jsonrpc: '2.0', id: '0', result: { output: 'a' } }), 'got 201'],
  [create, reply({ result: { output: 'a' } }, { jsonrpc: '1.0' }), 'version of JSON-RPC'],
  [create, reply({ result: { output: 'a' } }, { id: 0 }), 'The id of a reply'],
  [create, reply({ result: { output: 'a' } }, { more: 1 }), 'The members of a reply'],
  [create, reply({ result: {} }), 'The tags of The result'],
  [create, output({ OPTIONAL: 'a' }), 'must be a string'],
  [keepAlive, reply({ result: {} }), 'The tags of The result'],
  [keepAlive, output({ OPTIONAL: null }), 'expected null'],
  [get, output(info), 'The tags of session.get'],
  [get, output({ STRUCTURE: { info } }), 'The tags of session.get'],
  [get, output({ STRUCTURE: { [infoName]: { user: 'a' } } }), 'created_time is missing'],
  [operationNamed('session.create'), output('t'), 'must be {"SECRET": …}'],
] as const)('refuses a result that is not (%#)', (operation, given, told) => {
  expect(() => jsonRpcSpelling.readResult(operation, given)).toThrow(told)
})

const unset = { OPTIONAL: null }
const message = {
  id: 'a.b',
  default_message: 'No x.',
  args: ['x'],
  params: unset,
  localized: unset,
}
const fields = {
  messages: [{ STRUCTURE: { 'com.vmware.vapi.std.localizable_message': message } }],
  data: unset,
  error_type: { OPTIONAL: 'NOT_FOUND' },
}
const error = (type: string, given: object) =>
  reply({ result: { error: { ERROR: { [`com.vmware.vapi.std.errors.${type}`]: given } } } })

it('takes an error that is right', () => {
  const given = error('not_found', fields)
  expect(jsonRpcSpelling.isError(given)).toBe(true)
  expect(jsonRpcSpelling.readError(given)).toMatchObject({
    type: 'NOT_FOUND',
    status: 404,
    messages: [{ id: 'a.b', args: ['x'] }],
  })
  const data = {
    error_type: 'INVALID_REQUEST',
    messages: [{ id: 'a.b', default_message: 'No.', args: [] }],
  }
  const own = reply({ error: { code: -32_600, message: 'No.', data } }, { id: null })
  expect(jsonRpcSpelling.isError(own)).toBe(true)
  expect(jsonRpcSpelling.readError(own)).toMatchObject({ type: 'JSON-RPC -32600' })
})

it.each([
  [{ ...error('not_found', fields), status: 404 }, 'The status of a reply'],
  [error('gone', { ...fields, error_type: { OPTIONAL: 'GONE' } }), 'GONE is no type of error'],
  [error('not_found', { ...fields, error_type: { OPTIONAL: 'ERROR' } }), 'says it has'],
  [error('not_found', { ...fields, challenge: unset }), 'The members of The error'],
  [error('not_found', { ...fields, messages: [] }), 'must have a message'],
  [error('not_found', { ...fields, messages: [message] }), 'The tags of The error.messages[0]'],
  [error('not_found', { ...fields, data: { a: 1 } }), 'The tags of The error.data'],
  [reply({ result: { error: fields } }), 'The tags of The error'],
  [reply({ error: { code: 'x', message: 'No.' } }), 'must be an integer'],
  [reply({ error: { code: -32_600, message: '' } }), 'must have a message'],
])('refuses an error that is not (%#)', (given, told) => {
  expect(() => jsonRpcSpelling.readError(given)).toThrow(told)
})
