import { describe, expect, it } from 'vitest'
import { createClient, isApiError } from '../src/index.ts'
import { startStub, type Answer, type Seen } from './stub-server.ts'

const user = { user: 'ann', password: 'secret' }
const notFound = { status: 404, text: '404 page not found' }
const missing = { status: 404, json: { error_type: 'NOT_FOUND', messages: [] } }

/** What a server from before 7.0 U2 answers: `/rest` alone. */
const answerInRest =
  (elsewhere: Answer = notFound) =>
  ({ method, target }: Seen): Answer => {
    if (!target.startsWith('/rest/')) return elsewhere
    if (method === 'POST' && target.endsWith('/session')) return { json: { value: 'T' } }
    return { json: { value: ['id'] } }
  }

const targets = (seen: readonly Seen[]) => seen.map(({ method, target }) => `${method} ${target}`)

describe('a server with both spellings', () => {
  it('is spoken to in /api, which is known after the first call', async () => {
    await using stub = await startStub(({ method }) =>
      method === 'POST' ? { status: 201, json: 'T' } : { json: [] },
    )
    const client = createClient({ server: stub.url, ...user })
    expect(client.connection.spelling).toBeUndefined()
    await client.library.list()
    expect(client.connection.spelling).toBe('api')
    expect(targets(stub.seen)).toEqual(['POST /api/session', 'GET /api/content/library'])
  })

  it('is not asked in /rest for what is not there', async () => {
    await using stub = await startStub(() => missing)
    const client = createClient({ server: stub.url, token: 'T' })
    await expect(client.library.get({ library_id: 'l' })).rejects.toMatchObject({
      type: 'NOT_FOUND',
    })
    expect(client.connection.spelling).toBe('api')
    expect(stub.seen).toHaveLength(1)
  })

  it('is not asked twice whether a password is right', async () => {
    await using stub = await startStub(() => ({ status: 401, text: '' }))
    const client = createClient({ server: stub.url, ...user })
    await expect(client.library.list()).rejects.toSatisfy((error) =>
      isApiError(error, 'UNAUTHENTICATED'),
    )
    expect(targets(stub.seen)).toEqual(['POST /api/session'])
  })
})

describe('a server with /rest alone', () => {
  it.each([
    ['a page', notFound],
    ['an error of the API', missing],
    ['another method', { status: 405, text: '' }],
    ['JSON-RPC', { json: { jsonrpc: '2.0', error: { code: -32_600 } } }],
  ] satisfies [string, Answer][])('that answers %s in /api is found out once', async (_, other) => {
    await using stub = await startStub(answerInRest(other))
    const client = createClient({ server: stub.url, ...user })
    expect(await client.library.list()).toEqual(['id'])
    expect(await client.library.list()).toEqual(['id'])
    expect(client.connection.spelling).toBe('rest')
    const library = 'GET /rest/com/vmware/content/library'
    expect(targets(stub.seen)).toEqual([
      'POST /api/session',
      'POST /rest/com/vmware/cis/session',
      library,
      library,
    ])
  })

  it('is found out with a token that was handed in, by calls at the same time too', async () => {
    await using stub = await startStub(answerInRest())
    const client = createClient({ server: stub.url, token: 'T' })
    const lists = await Promise.all([client.library.list(), client.localLibrary.list()])
    expect(lists).toEqual([['id'], ['id']])
    expect(client.connection.spelling).toBe('rest')
  })

  it('is found out although it knows the sessions of /api', async () => {
    await using stub = await startStub((seen) =>
      seen.target === '/api/session' ? { status: 201, json: 'T' } : answerInRest()(seen),
    )
    const client = createClient({ server: stub.url, ...user })
    expect(await client.library.list()).toEqual(['id'])
    expect(client.connection.spelling).toBe('rest')
  })
})

it('says what a server answered that has neither, and decides nothing', async () => {
  await using stub = await startStub(() => notFound)
  const client = createClient({ server: stub.url, ...user })
  await expect(client.library.list()).rejects.toMatchObject({ reason: 'unreadable', status: 404 })
  expect(targets(stub.seen)).toEqual(['POST /api/session', 'POST /rest/com/vmware/cis/session'])
  expect(client.connection.spelling).toBeUndefined()
})

it('keeps to a spelling that was asked for', async () => {
  await using stub = await startStub(answerInRest())
  const client = createClient({ server: stub.url, token: 'T', spelling: 'api' })
  await expect(client.library.list()).rejects.toMatchObject({ status: 404 })
  expect(client.connection.spelling).toBe('api')
  expect(targets(stub.seen)).toEqual(['GET /api/content/library'])
})

it('never sends a change again whose answer it could not read', async () => {
  await using stub = await startStub(() => ({ status: 200, text: '<html>' }))
  const client = createClient({ server: stub.url, token: 'T' })
  await expect(client.updateSession.create({ create_spec: {} })).rejects.toThrow('library?')
  expect(stub.seen).toHaveLength(1)
})
