import { describe, expect, it } from 'vitest'
import { ApiError, ConnectionError, createClient, isApiError, transfer } from '../src/index.ts'
import { startStub, type Answer, type Seen } from './stub-server.ts'

const signIn = (seen: Seen) => seen.target.endsWith('/session') && seen.method === 'POST'
const busy = { error_type: 'SERVICE_UNAVAILABLE', messages: [] }
const user = { user: 'ann', password: 'pä:ss' }

const clientOf = (url: string, more = {}) => createClient({ server: url, ...user, ...more })

const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('signing in', () => {
  it('sends Basic once, then the token, for calls at the same time too', async () => {
    await using stub = await startStub((seen) =>
      signIn(seen) ? { status: 201, json: 'T1' } : { json: [] },
    )
    const client = clientOf(stub.url)
    await Promise.all([client.library.list(), client.localLibrary.list()])
    expect(stub.seen.filter(signIn)).toHaveLength(1)
    const [first, ...others] = stub.seen
    expect(first?.headers.authorization).toBe(
      `Basic ${Buffer.from('ann:pä:ss').toString('base64')}`,
    )
    expect(others.map(({ headers }) => headers['vmware-api-session-id'])).toEqual(['T1', 'T1'])
  })

  it('signs in once more when the session has ended, and only once', async () => {
    let tokens = 0
    const ended: Answer = { status: 401, json: { error_type: 'UNAUTHENTICATED', messages: [] } }
    await using stub = await startStub((seen) => {
      if (signIn(seen)) return { status: 201, json: `T${++tokens}` }
      return seen.headers['vmware-api-session-id'] === 'T2' ? { json: ['id'] } : ended
    })
    const client = clientOf(stub.url)
    expect(await client.library.list()).toEqual(['id'])
    expect(tokens).toBe(2)

    await using never = await startStub((seen) =>
      signIn(seen) ? { status: 201, json: 'T' } : ended,
    )
    expect(await caught(clientOf(never.url).library.list())).toSatisfy((error) =>
      isApiError(error, 'UNAUTHENTICATED'),
    )
    expect(never.seen.filter(signIn)).toHaveLength(2)
  })

  it('signs in once more for all calls whose session has ended', async () => {
    let tokens = 0
    await using stub = await startStub((seen) => {
      if (signIn(seen)) return { status: 201, json: `T${++tokens}` }
      if (seen.headers['vmware-api-session-id'] !== 'T1') return { json: [] }
      return { status: 401, text: '' }
    })
    const client = clientOf(stub.url)
    const calls = Array.from({ length: 8 }, () => client.library.list())
    expect(await Promise.all(calls)).toEqual(calls.map(() => []))
    expect(tokens).toBe(2)
  })

  it('signs in once more for bytes too, but for those of a stream, which is read', async () => {
    let tokens = 0
    await using stub = await startStub((seen) => {
      if (signIn(seen)) return { status: 201, json: `T${++tokens}` }
      const isOld = seen.headers['vmware-api-session-id'] === `T${Math.ceil(tokens / 2) * 2 - 1}`
      return isOld ? { status: 401, text: '' } : { status: 200, text: 'bytes' }
    })
    const { connection } = clientOf(stub.url)
    const got = await transfer(connection, { method: 'GET', url: '/bytes' })
    expect(await got.text()).toBe('bytes')
    expect(tokens).toBe(2)

    await using other = await startStub((seen) =>
      signIn(seen) ? { status: 201, json: 'T' } : { status: 401, text: '' },
    )
    const body = new Blob(['bytes']).stream()
    const put = transfer(clientOf(other.url).connection, { method: 'PUT', url: '/bytes', body })
    await expect(put).rejects.toMatchObject({ type: 'UNAUTHENTICATED' })
    expect(other.seen.map(({ method }) => method)).toEqual(['POST', 'PUT'])
  })

  it('lets one call stop waiting without stopping the others', async () => {
    const stop = new AbortController()
    const gate = new EventTarget()
    const opened = new Promise((resolve) => gate.addEventListener('open', resolve))
    const client = createClient({
      server: 'http://library.test',
      ...user,
      fetch: async (_, init) => {
        if (init?.method !== 'POST') return Response.json([])
        stop.abort(new Error('enough'))
        await opened
        return Response.json('T', { status: 201 })
      },
    })
    const other = client.library.list()
    await expect(client.library.list({}, { signal: stop.signal })).rejects.toThrow('enough')
    gate.dispatchEvent(new Event('open'))
    expect(await other).toEqual([])
  })

  it('uses a token that is handed in, and neither renews nor ends it', async () => {
    await using stub = await startStub(() => ({
      status: 401,
      json: { error_type: 'UNAUTHENTICATED', messages: [] },
    }))
    const client = createClient({ server: stub.url, token: 'mine' })
    await expect(client.library.list()).rejects.toBeInstanceOf(ApiError)
    await client.connection.signOut()
    expect(stub.seen).toHaveLength(1)
  })

  it('ends the session it began', async () => {
    await using stub = await startStub((seen) =>
      signIn(seen) ? { status: 201, json: 'T' } : { json: [] },
    )
    const client = clientOf(stub.url)
    await client.library.list()
    await client.connection.signOut()
    expect(stub.seen.at(-1)).toMatchObject({ method: 'DELETE', target: '/api/session' })
  })
})

describe('errors', () => {
  const message = { id: 'x.y', default_message: 'No {0}', args: ['a', 1] }

  it.each([
    ['/api', { error_type: 'NOT_FOUND', messages: [message], data: { a: 1 } }],
    [
      '/rest',
      {
        type: 'com.vmware.vapi.std.errors.not_found',
        value: { messages: [message], data: { a: 1 } },
      },
    ],
  ])('are typed, as %s spells them', async (_, json) => {
    await using stub = await startStub(() => ({ status: 404, json }))
    const client = createClient({ server: stub.url, token: 'T' })
    const error = await caught(client.item.get({ library_item_id: 'i' }))
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({
      type: 'NOT_FOUND',
      status: 404,
      id: 'x.y',
      args: ['a', '1'],
      message: 'No {0}',
      data: { a: 1 },
      operation: 'item.get',
    })
  })

  it.each([
    { status: 200, text: '<html>' },
    { status: 404, text: '<html>' },
    { status: 302, headers: { location: 'http://127.0.0.1:1/' } },
    { status: 200, json: null },
    { status: 200, json: ['id'] },
    { status: 200, json: { id: 'id' } },
    { status: 400, json: { error_type: 'NO_SUCH_TYPE', messages: [] } },
  ] satisfies Answer[])('say when $status is not an answer of this API', async (answer) => {
    await using stub = await startStub(() => answer)
    const client = createClient({ server: stub.url, token: 'T' })
    const error = await caught(client.updateSession.create({ create_spec: {} }))
    expect(error).toBeInstanceOf(ConnectionError)
    expect(error).toMatchObject({ reason: 'unreadable', status: answer.status })
  })

  it('say that nobody answers', async () => {
    const stub = await startStub(() => ({}))
    await stub[Symbol.asyncDispose]()
    const client = createClient({ server: stub.url, token: 'T' })
    const error = await caught(client.item.delete({ library_item_id: 'i' }))
    expect(error).toMatchObject({ reason: 'unreachable' })
    expect(String(error)).toContain(`${stub.url} cannot be reached`)
  })

  it('say that no answer came in time, and stop when told to', async () => {
    const stop = new AbortController()
    await using stub = await startStub((_, count) => {
      if (count === 2) stop.abort(new Error('enough'))
      return { hang: true }
    })
    const client = createClient({ server: stub.url, token: 'T', timeoutMs: 500 })
    expect(await caught(client.library.list())).toMatchObject({ reason: 'timed_out' })
    const call = client.library.list({}, { signal: stop.signal, timeoutMs: 60_000 })
    await expect(call).rejects.toThrow('enough')
    expect(stub.seen).toHaveLength(2)
  })
})

describe('retries', () => {
  it('send a read again, after the time the server asks for', async () => {
    await using stub = await startStub((_, count) =>
      count < 3 ? { status: 503, json: busy, headers: { 'retry-after': '0' } } : { json: [] },
    )
    const client = createClient({ server: stub.url, token: 'T' })
    expect(await client.library.list()).toEqual([])
    expect(stub.seen).toHaveLength(3)
  })

  it('send a create again with the very same client token', async () => {
    await using stub = await startStub((_, count) =>
      count === 1 ? { cut: true } : { status: 201, json: 'id' },
    )
    const client = createClient({ server: stub.url, token: 'T' })
    expect(await client.item.create({ create_spec: { name: 'n' } })).toBe('id')
    const tokens = stub.seen.map(({ headers }) => headers['client-token'])
    expect(tokens[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-/)
    expect(tokens[1]).toBe(tokens[0])
  })

  it('never send again what would not be safe, nor more often than a few times', async () => {
    await using stub = await startStub(() => ({
      status: 503,
      json: busy,
      headers: { 'retry-after': '0' },
    }))
    const client = createClient({ server: stub.url, token: 'T' })
    await expect(client.updateSession.complete({ update_session_id: 's' })).rejects.toThrow()
    expect(stub.seen).toHaveLength(1)
    await expect(client.library.list()).rejects.toThrow()
    expect(stub.seen).toHaveLength(5)
  })

  it('understand a time to wait that is a date, of a proxy too', async () => {
    await using stub = await startStub((_, count) =>
      count === 1
        ? { status: 503, text: '<html>', headers: { 'retry-after': new Date(0).toUTCString() } }
        : { json: [] },
    )
    expect(await createClient({ server: stub.url, token: 'T' }).library.list()).toEqual([])
    const later = new Date(Date.now() + 3_600_000).toUTCString()
    await using busyFor = await startStub(() => ({
      status: 503,
      text: '<html>',
      headers: { 'retry-after': later },
    }))
    await expect(
      createClient({ server: busyFor.url, token: 'T' }).library.list(),
    ).rejects.toMatchObject({ reason: 'unreadable', status: 503 })
    expect(busyFor.seen).toHaveLength(1)
  })

  it('give up at once when asked to wait for long', async () => {
    await using stub = await startStub(() => ({
      status: 503,
      json: busy,
      headers: { 'retry-after': '3600' },
    }))
    const client = createClient({ server: stub.url, token: 'T' })
    expect(await caught(client.library.list())).toMatchObject({ retryAfterMs: 3_600_000 })
    expect(stub.seen).toHaveLength(1)
  })
})

it('takes null for an empty list, as servers written in Go send it, and for nothing else', async () => {
  await using stub = await startStub(() => ({ json: { value: null } }))
  const client = createClient({ server: stub.url, token: 'T', spelling: 'rest' })
  expect(await client.library.list()).toEqual([])
  await expect(client.library.get({ library_id: 'l' })).rejects.toThrow('another value')
})

it('reads the value out of the envelope of /rest', async () => {
  await using stub = await startStub((seen) =>
    seen.method === 'DELETE' ? {} : { json: { value: { id: 's', state: 'ACTIVE' } } },
  )
  const client = createClient({ server: stub.url, token: 'T', spelling: 'rest' })
  const session = { update_session_id: 's' }
  expect(await client.updateSession.get(session)).toEqual({ id: 's', state: 'ACTIVE' })
  expect(await client.updateSession.delete(session)).toBeUndefined()
})
