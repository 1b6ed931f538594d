import { limits } from '@accession/core'
import { measured } from '@accession/core/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import { callOf, inputOf, sendCall, sessionId, userPass } from './json-rpc-call.ts'
import type { Call, Reply } from './json-rpc-call.ts'
import { basic, openTestApp, password, streamOf, whileTimePasses } from './test-app.ts'
import type { TestApp } from './test-app.ts'

let app: TestApp

beforeEach(async () => {
  app = openTestApp()
  await app.addUser({ name: 'ada', grants: [{ role: 'admin', libraryId: null }] })
})

const ada = userPass('ada')
const call = (name: string, fields?: object, securityCtx?: object): Promise<Reply> =>
  sendCall(app, callOf(name, inputOf(fields), securityCtx))

/** Sends a body as it is. */
const post = (body: BodyInit, headers: Record<string, string> = {}): Promise<Response> =>
  app.send('POST', '/api', { body, headers: { 'content-type': 'application/json', ...headers } })

const replyTo = async (body: BodyInit, headers?: Record<string, string>): Promise<Reply> => {
  const response = await post(body, headers)
  expect(response.status).toBe(200)
  return (await response.json()) as Reply
}

/** A call of session.get, with something of it replaced. */
const spoiled = (changes: object): string =>
  JSON.stringify({ ...callOf('session.get', inputOf(), ada), id: '7', ...changes })

const spoiledParams = (changes: object): string =>
  spoiled({ params: { ...callOf('session.get', inputOf(), ada).params, ...changes } })

const errorOf = (type: string, id: string, args: readonly string[] = []) => ({
  result: {
    error: {
      ERROR: {
        [`com.vmware.vapi.std.errors.${type}`]: {
          messages: [{ STRUCTURE: { 'com.vmware.vapi.std.localizable_message': { id, args } } }],
          error_type: { OPTIONAL: type.toUpperCase() },
        },
      },
    },
  },
})

describe('a session in JSON-RPC', () => {
  it('begins with a password, tells who it is, and ends', async () => {
    const made = callOf('session.create', inputOf(), ada)
    const response = await post(JSON.stringify(made))
    expect(response.headers.get('set-cookie')).toBeNull()
    expect(response.headers.get('content-type')).toBe('application/json')
    const reply = (await response.json()) as Reply
    expect(reply).toEqual({
      jsonrpc: '2.0',
      id: made.id,
      result: { output: { SECRET: expect.stringMatching(/^\S{20,}$/) } },
    })
    const token = Object(reply.result?.output)['SECRET'] as string
    const told = await call('session.get', {}, sessionId(token))
    expect(told.result).toEqual({
      output: {
        STRUCTURE: {
          'com.vmware.cis.session.info': {
            user: 'ada',
            created_time: expect.stringMatching(/Z$/),
            last_accessed_time: expect.stringMatching(/Z$/),
          },
        },
      },
    })
    const ended = await call('session.delete', {}, sessionId(token))
    expect(ended.result).toEqual({ output: null })
    const after = await call('session.get', {}, sessionId(token))
    expect(after).toMatchObject(errorOf('unauthenticated', 'accession.access.session_expired'))
  })

  it('takes nothing but a password', async () => {
    const as = await app.signIn('admin')
    const token = as['vmware-api-session-id'] ?? ''
    for (const context of [sessionId(token), undefined])
      expect(await call('session.create', {}, context)).toMatchObject(
        errorOf('unauthenticated', 'accession.access.no_credentials'),
      )
  })
})

describe('the security context', () => {
  it('alone signs in: headers and cookies are not looked at', async () => {
    const as = await app.signIn('admin')
    const token = as['vmware-api-session-id'] ?? ''
    const headers = { ...basic('ada'), ...as, cookie: `vmware-api-session-id=${token}` }
    const reply = await replyTo(JSON.stringify(callOf('library.list', inputOf())), headers)
    expect(reply).toMatchObject(errorOf('unauthenticated', 'accession.access.no_credentials'))
    const wrong = { ...basic('ada', 'wrong'), 'vmware-api-session-id': 'wrong' }
    const listed = await replyTo(JSON.stringify(callOf('library.list', inputOf(), ada)), wrong)
    expect(listed.result).toEqual({ output: [] })
  })

  it('may hold a password for each call', async () => {
    expect((await call('library.list', {}, ada)).result).toEqual({ output: [] })
  })

  it('refuses a wrong password as an error of the library, held back and told of', async () => {
    const wrong = callOf('session.create', inputOf(), userPass('ada', 'wrong'))
    const response = await whileTimePasses(app, post(JSON.stringify(wrong)))
    expect(response.status).toBe(200)
    expect(response.headers.get('www-authenticate')).toBeNull()
    const message = {
      id: 'accession.access.bad_credentials',
      default_message: 'The user name or the password is wrong.',
      args: [],
      params: { OPTIONAL: null },
      localized: { OPTIONAL: null },
    }
    expect(await response.json()).toEqual({
      jsonrpc: '2.0',
      id: wrong.id,
      result: {
        error: {
          ERROR: {
            'com.vmware.vapi.std.errors.unauthenticated': {
              messages: [{ STRUCTURE: { 'com.vmware.vapi.std.localizable_message': message } }],
              data: { OPTIONAL: null },
              error_type: { OPTIONAL: 'UNAUTHENTICATED' },
              challenge: { OPTIONAL: null },
            },
          },
        },
      },
    })
    expect(app.logged).toContainEqual(
      expect.objectContaining({ level: 'audit', event: 'access.sign_in_failed' }),
    )
  })

  it.each([
    { schemeId: 'com.vmware.vapi.std.security.bearer_token', bearerToken: 'x' },
    { schemeId: '' },
  ])('has a scheme that is known: %j', async (context) => {
    const reply = await call('library.list', {}, context)
    expect(reply).toMatchObject(
      errorOf('unauthenticated', 'accession.access.scheme_unknown', [
        context.schemeId,
        'com.vmware.vapi.std.security.user_pass',
        'com.vmware.vapi.std.security.session_id',
      ]),
    )
  })

  it('may say that nobody signs in', async () => {
    const nobody = { schemeId: 'com.vmware.vapi.std.security.no_authentication' }
    const refused = errorOf('unauthenticated', 'accession.access.no_credentials')
    expect(await call('library.list', {}, nobody)).toMatchObject(refused)
    expect(await replyTo(spoiledParams({ ctx: null }))).toMatchObject(refused)
    expect(await replyTo(spoiledParams({ ctx: { securityCtx: null } }))).toMatchObject(refused)
  })

  it('holds text that no user has, without harm', async () => {
    for (const name of ['a\0b', '\ud800', '__proto__', 'x'.repeat(100_000)]) {
      const work = call('session.create', {}, userPass(name, name))
      expect(await whileTimePasses(app, work)).toMatchObject(
        errorOf('unauthenticated', 'accession.access.bad_credentials'),
      )
      expect(await call('session.get', {}, sessionId(name))).toMatchObject(
        errorOf('unauthenticated', 'accession.access.session_expired'),
      )
    }
  })

  it('gives the rights of its user', async () => {
    const { name } = await app.addUser({ grants: [{ role: 'viewer', libraryId: null }] })
    const backing = {
      'com.vmware.content.library.storage_backing': { type: { OPTIONAL: 'DATASTORE' } },
    }
    const model = {
      name: { OPTIONAL: 'a' },
      storage_backings: { OPTIONAL: [{ STRUCTURE: backing }] },
    }
    const spec = { STRUCTURE: { 'com.vmware.content.library_model': model } }
    expect(await call('localLibrary.create', { create_spec: spec }, userPass(name))).toMatchObject(
      errorOf('unauthorized', 'accession.access.privilege_missing', [
        name,
        'ContentLibrary.CreateLocalLibrary',
        'the system',
      ]),
    )
  })
})

describe('an operation', () => {
  it.each([
    ['com.vmware.nothing', 'get'],
    ['__proto__', 'get'],
    ['', ''],
  ])('is of a service of the contract: %j %j', async (service, operation) => {
    expect(
      await replyTo(spoiledParams({ serviceId: service, operationId: operation })),
    ).toMatchObject(
      errorOf('operation_not_found', 'vapi.method.input.invalid.interface', [service]),
    )
  })

  it.each(['fly', 'keep-alive', '__proto__', ''])('is named as in the contract: %j', async (id) => {
    const service = 'com.vmware.content.library.item.update_session'
    expect(await replyTo(spoiledParams({ serviceId: service, operationId: id }))).toMatchObject(
      errorOf('operation_not_found', 'vapi.method.input.invalid.method', [service, id]),
    )
  })

  it('takes its parameters, and no others', async () => {
    const id = { library_id: 'a' }
    expect(await call('library.get', id, ada)).toMatchObject({
      result: { error: { ERROR: { 'com.vmware.vapi.std.errors.not_found': {} } } },
    })
    expect(await call('library.get', { ...id, library: 'a' }, ada)).toMatchObject(
      errorOf('unexpected_input', 'vapi.data.structure.field.unexpected', [
        'operation-input',
        'library',
      ]),
    )
    expect(await call('library.get', {}, ada)).toMatchObject(
      errorOf('invalid_argument', 'accession.argument.missing', ['library_id']),
    )
    expect(await call('library.get', { library_id: 7 }, ada)).toMatchObject(
      errorOf('invalid_argument', 'accession.argument.mistyped', ['library_id', 'a string']),
    )
  })

  it.each([undefined, null])('needs an input: %j', async (input) => {
    expect(await replyTo(spoiledParams({ input }))).toMatchObject(
      errorOf('invalid_argument', 'accession.argument.missing', ['input']),
    )
  })

  it.each([{}, [], 'text', { STRUCTURE: { 'operation-input': [] } }])(
    'needs an input that is a structure: %j',
    async (input) => {
      expect(await replyTo(spoiledParams({ input }))).toMatchObject(
        errorOf('invalid_argument', 'accession.argument.mistyped', [
          'input',
          '{"STRUCTURE": {"operation-input": its fields}}',
        ]),
      )
    },
  )
})

describe('an envelope', () => {
  it.each(['7', '', 'ü 漢字', 7, 0])('is answered by its id: %j', async (id) => {
    const { id: answered, result } = await replyTo(spoiled({ id }))
    expect(answered).toBe(id)
    expect(result).toHaveProperty('error')
  })

  it.each([
    ['{"jsonrpc":', -32_700, null],
    ['', -32_700, null],
    [new Uint8Array([0x22, 0xff, 0x22]), -32_700, null],
    ['[]', -32_600, null],
    [`[${spoiled({})},${spoiled({ id: '8' })}]`, -32_600, null],
    ['"text"', -32_600, null],
    ['null', -32_600, null],
    ['{}', -32_600, null],
    [spoiled({ jsonrpc: '1.0' }), -32_600, null],
    [spoiled({ jsonrpc: 2 }), -32_600, null],
    [spoiled({ id: undefined }), -32_600, null],
    [spoiled({ id: null }), -32_600, null],
    [spoiled({ id: {} }), -32_600, null],
    [spoiled({ id: 'x'.repeat(201) }), -32_600, null],
    [spoiled({ method: undefined }), -32_600, null],
    [spoiled({ method: 'fly' }), -32_601, '7'],
    [spoiled({ params: undefined }), -32_602, '7'],
    [spoiled({ params: [] }), -32_602, '7'],
    [spoiledParams({ serviceId: undefined }), -32_602, '7'],
    [spoiledParams({ serviceId: {} }), -32_602, '7'],
    [spoiledParams({ operationId: 7 }), -32_602, '7'],
    [spoiledParams({ ctx: 'me' }), -32_602, '7'],
    [spoiledParams({ ctx: { securityCtx: [] } }), -32_602, '7'],
    [spoiledParams({ ctx: { securityCtx: {} } }), -32_602, '7'],
    [spoiledParams({ ctx: { securityCtx: sessionId(7 as never) } }), -32_602, '7'],
    [spoiledParams({ ctx: { securityCtx: userPass('ada', null as never) } }), -32_602, '7'],
  ])('that cannot be read is told of in the terms of JSON-RPC: %o', async (body, code, id) => {
    const { error, result, ...reply } = await replyTo(body)
    expect(reply).toEqual({ jsonrpc: '2.0', id })
    expect(result).toBeUndefined()
    expect(error).toEqual({
      code,
      message: expect.stringMatching(/\.$|JSON/),
      data: { error_type: expect.any(String), messages: [expect.anything()] },
    })
  })

  it('says why a batch is refused', async () => {
    const { error } = await replyTo(`[${spoiled({})}]`)
    expect(error?.message).toBe(
      'The body is a list of calls: send each of them in a request of its own.',
    )
  })

  it('is JSON, or does not say what it is', async () => {
    const body = JSON.stringify(callOf('library.list', inputOf(), ada))
    const form = await replyTo(body, { 'content-type': 'text/plain' })
    expect(form).toMatchObject({ id: null, error: { code: -32_600 } })
    const bytes = new TextEncoder().encode(body)
    const response = await app.send('POST', '/api', { body: bytes })
    expect(await response.json()).toMatchObject({ result: { output: [] } })
  })

  it('is refused past the limit of bodies, its length told or not', async () => {
    const tooLong = ' '.repeat(limits.jsonBodyBytesMax)
    for (const body of [`${tooLong}{}`, streamOf(tooLong, '{}')])
      expect(await replyTo(body)).toMatchObject({ id: null, error: { code: -32_600 } })
  })

  it('holds no value that is nested too deeply, and no name twice', async () => {
    const deep = `{"jsonrpc":"2.0","id":"7","method":"invoke","params":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    expect(await replyTo(deep)).toMatchObject({
      id: '7',
      ...errorOf('invalid_argument', 'accession.request.nesting_too_deep', ['32']),
    })
    const twice = spoiled({}).replace('"operationId"', '"serviceId":"x","operationId"')
    expect(await replyTo(twice)).toMatchObject({
      id: '7',
      ...errorOf('invalid_argument', 'accession.request.property_repeated', ['serviceId']),
    })
  })

  it('may hold what the library does not need', async () => {
    const more = { ...callOf('library.list', inputOf(), ada), trace: { __proto__: 1 } } as Call
    expect((await sendCall(app, more)).result).toEqual({ output: [] })
  })
})

describe('a call is told of', () => {
  it('in the log, by its operation and user', async () => {
    await call('session.create', {}, ada)
    expect(app.logged).toMatchObject([
      { level: 'audit', event: 'session.create' },
      {
        level: 'debug',
        event: 'http.request',
        fields: { route: '/api', operation: 'session.create', status: 200, user: 'ada' },
      },
    ])
    expect(JSON.stringify(app.logged)).not.toContain(password)
  })

  it('by metrics, its errors as those of the other spellings', async () => {
    await call('library.list', {}, ada)
    await call('library.get', { library_id: 'a' }, ada)
    await replyTo('[]')
    for (const [operation, status] of [
      ['library.list', '2xx'],
      ['library.get', '4xx'],
      ['other', '4xx'],
    ] as const) {
      const labels = { operation, dialect: 'json-rpc', status }
      expect(measured(app.metrics, 'accession_http_requests_total', labels)).toBe(1)
    }
    for (const error_type of ['NOT_FOUND', 'INVALID_REQUEST'])
      expect(measured(app.metrics, 'accession_http_errors_total', { error_type })).toBe(1)
  })
})
