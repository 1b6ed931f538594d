import { describe, expect, it } from 'vitest'
import { accessionError } from '@accession/core/errors'
import { createMemoryBlobStore, createMemoryStore } from '@accession/core/memory'
import type { Store } from '@accession/core/ports'
import type { AppOptions } from '../src/index.ts'
import { callOf, inputOf, sendCall, userPass } from './json-rpc-call.ts'
import { basic, openTestApp, whileTimePasses } from './test-app.ts'
import type { TestApp } from './test-app.ts'
import { addPushFile, filesOf, makeItem, makeSession } from './update-session-fixture.ts'

const failingStore = (error: () => Error): Store => ({
  ...createMemoryStore(),
  find: () => Promise.reject(error()),
})

const endpointOf = async (app: TestApp, headers: Record<string, string>) => {
  const as = { ...(await app.signIn('admin')), ...headers }
  const session = await makeSession(app, as, await makeItem(app, as))
  const info = await app.send('POST', `/api/content/library/item/update-session/${session}/file`, {
    headers: as,
    json: { name: 'a', source_type: 'PUSH' },
  })
  const { upload_endpoint } = (await info.json()) as { upload_endpoint: { uri: string } }
  return upload_endpoint.uri.split('/transfers/')[0]
}

const clientAddress = () => '10.1.2.3'

const addressTold = async (trustedProxies: readonly string[]) => {
  const app = openTestApp({ clientAddress: () => '10.1.2.3', trustedProxies })
  const sent = app.send('GET', '/api/session', {
    headers: { ...basic('nobody'), 'x-forwarded-for': '198.51.100.7, 203.0.113.9, 10.9.9.9' },
  })
  await whileTimePasses(app, sent)
  return app.logged.find(({ event }) => event === 'access.sign_in_failed')?.fields['address']
}

const ready = async (app: TestApp) => {
  const response = await app.send('GET', '/readyz')
  return [response.status, await response.json()]
}

const allowed = (response: Response) => response.headers.get('access-control-allow-origin')

const busy = () => accessionError('accession.service.overloaded', [7])

describe('endpoints', () => {
  const forwarded = {
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'library.example',
    'x-forwarded-for': '203.0.113.9',
  }

  it('begin where the caller called', async () => {
    expect(await endpointOf(openTestApp(), {})).toBe('http://localhost')
  })

  it('begin with the public URL where there is one', async () => {
    const publicUrl = new URL('https://public.example:8443/base/')
    const app = openTestApp({ publicUrl, clientAddress, trustedProxies: ['10.0.0.0/8'] })
    expect(await endpointOf(app, forwarded)).toBe('https://public.example:8443/base')
  })

  it.each([['10.0.0.0/8'], ['::ffff:10.1.0.0/112'], ['10.1.2.3']])(
    'begin where the trusted proxy %s says',
    async (proxy) => {
      const app = openTestApp({ clientAddress, trustedProxies: [proxy] })
      expect(await endpointOf(app, forwarded)).toBe('https://library.example')
    },
  )

  it('believe nobody else', async () => {
    const app = openTestApp({ clientAddress, trustedProxies: ['10.2.0.0/16', '::1'] })
    expect(await endpointOf(app, forwarded)).toBe('http://localhost')
    expect(await endpointOf(openTestApp({ clientAddress }), forwarded)).toBe('http://localhost')
  })

  it.each(['a.example/path', 'a.example:99999', 'user@a.example', ''])(
    'hold nothing of a forwarded host that is none: %s',
    async (host) => {
      const app = openTestApp({ clientAddress, trustedProxies: () => true })
      const odd = { 'x-forwarded-host': host, 'x-forwarded-proto': 'gopher' }
      expect(await endpointOf(app, odd)).toBe('http://localhost')
    },
  )
})

const thumbprintTold = async (options: AppOptions) => {
  const app = openTestApp({ clientAddress, ...options })
  const as = await app.signIn('admin')
  const session = await makeSession(app, as, await makeItem(app, as))
  const path = `/api/content/library/item/update-session/${session}/file`
  const json = { name: 'a', source_type: 'PUSH' }
  const info = await app.send('POST', path, { headers: as, json })
  const { upload_endpoint } = (await info.json()) as { upload_endpoint: object }
  return upload_endpoint
}
const signsItself = () => ({ fingerprint: 'AA:BB', isSelfSigned: true })

describe('the thumbprint of endpoints', () => {
  it('is that of a certificate that signs itself', async () => {
    const told = await thumbprintTold({ certificate: signsItself })
    expect(told).toMatchObject({ ssl_certificate_thumbprint: 'AA:BB' })
  })

  it.each<[string, AppOptions]>([
    [
      'with a certificate that others vouch for',
      {
        certificate: () => ({ fingerprint: 'AA:BB', isSelfSigned: false }),
      },
    ],
    ['without a certificate', { certificate: () => undefined }],
    [
      'with a public URL',
      { certificate: signsItself, publicUrl: new URL('https://library.example') },
    ],
    ['behind a proxy', { certificate: signsItself, trustedProxies: ['10.0.0.0/8'] }],
  ])('is not told %s', async (_where, options) => {
    expect(await thumbprintTold(options)).toEqual({ uri: expect.any(String) })
  })
})

describe('a failed sign-in', () => {
  it('is told with the address that the last trusted proxy saw', async () => {
    expect(await addressTold(['10.0.0.0/8'])).toBe('203.0.113.9')
  })

  it('is told with the address of the connection', async () => {
    expect(await addressTold([])).toBe('10.1.2.3')
  })
})

describe('the log', () => {
  it('tells of requests by their pattern, never by a capability', async () => {
    const app = openTestApp()
    const as = await app.signIn('admin')
    const item = await makeItem(app, as)
    const session = await makeSession(app, as, item)
    const upload = await addPushFile(app, as, session, 'disk.iso')
    await app.send('PUT', upload, { body: 'x' })
    await app.send('PUT', upload.replace('/upload/', '/upload/x'), { body: 'x' })
    await app.send('POST', `/api/content/library/item/update-session/${session}?action=complete`, {
      headers: as,
    })
    const [file] = await filesOf(app, as, item)
    await app.send('GET', new URL(file?.file_download_endpoint ?? '').pathname)
    const text = JSON.stringify(app.logged)
    for (const path of [upload, file?.file_download_endpoint ?? ''])
      expect(text).not.toContain(path.split('/').at(-2))
    expect(text).not.toContain(as['vmware-api-session-id'])
    const lines = app.logged.filter(({ event }) => event === 'http.request')
    expect(
      lines.map(({ level, fields }) => [level, fields['route'], fields['status']]),
    ).toContainEqual(['debug', '/transfers/upload/{session}/{file}/{mac}/{name}', 200])
    expect(lines.find(({ fields }) => fields['status'] === 404)).toMatchObject({ level: 'info' })
  })

  it('names the request on every line, and the user', async () => {
    const app = openTestApp()
    const { name } = await app.addUser({ name: 'ada' })
    const response = await app.send('POST', '/api/session', { headers: basic(name) })
    const request_id = response.headers.get('x-request-id')
    expect(app.logged).toMatchObject([
      { level: 'audit', event: 'session.create', fields: { request_id } },
      {
        level: 'debug',
        event: 'http.request',
        fields: { request_id, method: 'POST', route: '/api/session', status: 201, user: 'ada' },
      },
    ])
  })
})

describe('a failure', () => {
  it('inside is told to the log alone', async () => {
    const app = openTestApp({}, { store: failingStore(() => new Error('secret path /var/x')) })
    for (const path of ['/api/session', '/rest/com/vmware/cis/session']) {
      const response = await app.send('GET', path, { headers: basic('ada') })
      const requestId = response.headers.get('x-request-id')
      const text = await response.text()
      expect(response.status).toBe(500)
      expect(text).not.toContain('secret')
      expect(JSON.parse(text)).toMatchObject({
        error_type: 'INTERNAL_SERVER_ERROR',
        messages: [{ id: 'accession.service.internal', args: [requestId] }],
      })
      expect(app.logged.at(-1)).toMatchObject({
        level: 'error',
        cause: { message: 'secret path /var/x' },
        fields: { request_id: requestId, status: 500 },
      })
    }
  })

  it('inside is told to the log in JSON-RPC as well, whose status is always 200', async () => {
    const app = openTestApp({}, { store: failingStore(() => new Error('secret path /var/x')) })
    const reply = await sendCall(app, callOf('session.get', inputOf(), userPass('ada')))
    expect(JSON.stringify(reply)).not.toContain('secret')
    expect(reply.result).toMatchObject({
      error: { ERROR: { 'com.vmware.vapi.std.errors.internal_server_error': {} } },
    })
    expect(app.logged.at(-1)).toMatchObject({
      level: 'error',
      cause: { message: 'secret path /var/x' },
      fields: { route: '/api', operation: 'session.get', status: 200 },
    })
  })

  it('that passes says when to try again', async () => {
    const app = openTestApp({}, { store: failingStore(busy) })
    const response = await app.send('GET', '/api/session', { headers: basic('ada') })
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '7'])
  })
})

describe('health', () => {
  it('is alive without anything behind it', async () => {
    const app = openTestApp({}, { store: failingStore(() => new Error('gone')) })
    const response = await app.send('GET', '/healthz')
    expect([response.status, await response.json()]).toEqual([200, { status: 'alive' }])
  })

  it('is ready where catalog, storage and host are', async () => {
    expect(await ready(openTestApp())).toEqual([
      200,
      { status: 'ready', host: 'ok', store: 'ok', blobs: 'ok' },
    ])
  })

  it('is not ready while the host stops', async () => {
    const [status, body] = await ready(openTestApp({ ready: () => false }))
    expect([status, body]).toMatchObject([503, { status: 'not_ready', host: 'failing' }])
  })

  it('is not ready where the catalog fails, which the log explains', async () => {
    const app = openTestApp({}, { store: failingStore(() => new Error('gone')) })
    const [status, body] = await ready(app)
    expect([status, body]).toMatchObject([503, { store: 'failing', blobs: 'ok' }])
    expect(app.logged).toContainEqual(
      expect.objectContaining({ event: 'http.not_ready', cause: new Error('gone') }),
    )
  })

  it('does not wait for storage that hangs', async () => {
    const blobs = {
      ...createMemoryBlobStore(),
      availableBytes: () => new Promise<number>(() => undefined),
    }
    const app = openTestApp({}, { blobs })
    expect(await whileTimePasses(app, ready(app))).toMatchObject([
      503,
      { store: 'ok', blobs: 'failing' },
    ])
  })
})

describe('a page of another origin', () => {
  const origin = 'https://console.example'

  it('reads what it may, and never with cookies', async () => {
    const app = openTestApp({ corsOrigins: [origin] })
    const preflight = await app.send('OPTIONS', '/api/session', {
      headers: { origin, 'access-control-request-method': 'DELETE' },
    })
    expect([preflight.status, allowed(preflight)]).toEqual([204, origin])
    expect(preflight.headers.get('access-control-allow-headers')).toContain('vmware-api-session-id')
    const refused = await app.send('GET', '/api/session', { headers: { origin } })
    expect([refused.status, allowed(refused)]).toEqual([401, origin])
    expect(refused.headers.has('access-control-allow-credentials')).toBe(false)
    expect(refused.headers.get('vary')).toBe('Origin')
  })

  it('reads nothing otherwise', async () => {
    const others = { headers: { origin: 'https://evil.example' } }
    const app = openTestApp({ corsOrigins: [origin] })
    expect(allowed(await app.send('OPTIONS', '/api/session', others))).toBeNull()
    expect(allowed(await app.send('GET', '/healthz', others))).toBeNull()
    expect((await openTestApp().send('OPTIONS', '/api/session', others)).status).toBe(404)
  })
})

it('every answer says what browsers must not do with it', async () => {
  const app = openTestApp()
  for (const path of ['/', '/api/session', '/rest/nothing', '/healthz', '/transfers/file/a/b/c/d'])
    expect(Object.fromEntries((await app.send('GET', path)).headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': expect.stringContaining('sandbox'),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-request-id': expect.any(String),
    })
})
