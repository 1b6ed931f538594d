import { createHash, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createTestClock, createTestLog } from '@accession/core/testing'
import { readSettings, startServer, StartError } from '../src/index.ts'
import type { RunningServer, SettingFlags } from '../src/index.ts'
import { connectionLimits } from '../src/listening/connection-limits.ts'
import { serveApp } from '../src/listening/serve-app.ts'
import { openCertificate } from '../src/tls/open-certificate.ts'
import { selfSignedCertificate } from '../src/tls/self-signed-certificate.ts'
import { answerOf } from './support/http2-connection.ts'
import { itemPath, sessionPath } from './support/library-api.ts'
import { failToStart, startServerProcess } from './support/server-process.ts'
import { connectSecurely } from './support/secure-fetch.ts'
import type { SecureApi } from './support/secure-fetch.ts'
import { temporaryFolder } from './support/temporary-folder.ts'
import { passwords } from './support/light-passwords.ts'

const admin = 'administrator@vsphere.local'
const password = 'correct horse'
const folder = '/api/content'

const start = async (flags: SettingFlags) => {
  const log = createTestLog()
  const settings = readSettings({ port: 0, adminPassword: password, ...flags }, {})
  const server = await startServer(settings, { log, passwords, graceMs: 50 })
  onTestFinished(() => server.close())
  return { server, log }
}

const caOf = (data: string): string => readFileSync(join(data, 'tls', 'certificate.pem'), 'utf8')

/** A server with a certificate of its own, and a client that trusts that and nothing else. */
const open = async (flags: SettingFlags = {}) => {
  const data = join(temporaryFolder(), 'data')
  const { server, log } = await start({ data, tls: 'self-signed', ...flags })
  const connect = () => connectSecurely(server.url, caOf(data), admin, password)
  return { server, log, api: await connect(), connect, data }
}

interface Endpoint {
  readonly uri: string
  readonly ssl_certificate_thumbprint?: string
}

const addFile = async (api: SecureApi, size?: number) => {
  const library = await api.call<string>('POST', `${folder}/local-library`, {
    name: 'images',
    type: 'LOCAL',
    storage_backings: [{ type: 'DATASTORE', datastore_id: 'datastore-1' }],
  })
  const spec = { library_id: library, name: 'image', type: 'file' }
  const itemId = await api.call<string>('POST', `${folder}/library/item`, spec)
  const path = `${folder}/library/item/update-session`
  const sessionId = await api.call<string>('POST', path, { library_item_id: itemId })
  const file = await api.call<{ upload_endpoint: Endpoint }>(
    'POST',
    sessionPath(sessionId, '/file'),
    { name: 'disk.img', source_type: 'PUSH', ...(size !== undefined && { size }) },
  )
  return { itemId, sessionId, endpoint: file.upload_endpoint }
}

const downloadEndpoint = async (api: SecureApi, itemId: string): Promise<Endpoint> => {
  const path = `${folder}/library/item/download-session`
  const id = await api.call<string>('POST', path, { library_item_id: itemId })
  const prepare = `${path}/${id}/file?action=prepare`
  const { download_endpoint } = await api.call<{ download_endpoint: Endpoint }>('POST', prepare, {
    file_name: 'disk.img',
  })
  return download_endpoint
}

const pathOf = ({ uri }: Endpoint): string => new URL(uri).pathname

const uploading = async (server: RunningServer, api: SecureApi, endpoint: Endpoint) => {
  const head = { ':method': 'PUT', ':path': pathOf(endpoint) }
  const stream = api.session.request(head, { endStream: false })
  stream.on('error', () => undefined)
  stream.write('12')
  while (server.world.transfers.count === 0) await api.call('GET', '/api/session')
  return stream
}

const statusesOf = (api: SecureApi, sessionId: string) =>
  api
    .call<{ status: string }[]>('GET', sessionPath(sessionId, '/file'))
    .then((files) => files.map(({ status }) => status))

describe('a library over HTTP/2', () => {
  it.each([
    ['with its length', true],
    ['without', false],
  ])('takes an upload %s, and gives back what it took', async (_how, hasLength) => {
    const { api } = await open()
    const bytes = Buffer.from(Uint8Array.from({ length: 9_000_007 }, (_, index) => index % 251))
    const { itemId, sessionId, endpoint } = await addFile(api, bytes.length)
    const length = hasLength ? { 'content-length': bytes.length } : {}
    const head = { ':method': 'PUT', ':path': pathOf(endpoint), ...length }
    const stream = api.session.request(head, { endStream: false })
    stream.end(bytes)
    expect((await answerOf(stream)).status).toBe(200)
    await api.call('POST', sessionPath(sessionId, '?action=complete'))
    const { text, headers } = await api.send('GET', pathOf(await downloadEndpoint(api, itemId)))
    expect(headers['content-length']).toBe(String(bytes.length))
    const digest = createHash('sha256').update(text, 'latin1').digest('hex')
    expect(digest).toBe(createHash('sha256').update(bytes).digest('hex'))
  })

  it.each([
    ['declared', 5],
    ['unknown', undefined],
  ])('puts a file of %s size back whose upload broke off', async (_size, size) => {
    const { server, api, connect } = await open()
    const { itemId, sessionId, endpoint } = await addFile(api, size)
    await uploading(server, api, endpoint)
    api.session.destroy()
    const again = await connect()
    await expect.poll(() => statusesOf(again, sessionId)).toEqual(['WAITING_FOR_TRANSFER'])
    expect((await again.send('PUT', pathOf(endpoint), '12345')).status).toBe(200)
    await again.call('POST', sessionPath(sessionId, '?action=complete'))
    expect(await again.call('GET', itemPath(itemId))).toMatchObject({ size: 5 })
  })

  it('refuses more bytes than were declared, and the connection lives', async () => {
    const { api } = await open()
    const { sessionId, endpoint } = await addFile(api, 3)
    const { status } = await api.send('PUT', pathOf(endpoint), '12345')
    expect(status).toBe(400)
    expect(await statusesOf(api, sessionId)).toEqual(['ERROR'])
  })
})

describe('what a client over TLS is told', () => {
  it('begins with https, and the cookie goes nowhere else', async () => {
    const { server, api } = await open()
    const { endpoint } = await addFile(api)
    expect(endpoint.uri).toMatch(new RegExp(`^${server.url.origin}/transfers/upload/`))
    const authorization = `Basic ${Buffer.from(`${admin}:${password}`).toString('base64')}`
    const head = { ':method': 'POST', ':path': '/api/session', authorization }
    const stream = api.session.request(head, { endStream: true })
    const { headers } = await answerOf(stream)
    expect(String(headers['set-cookie'])).toMatch(/;HttpOnly;SameSite=Strict;Secure$/)
  })

  it('holds the thumbprint of a certificate that nobody vouches for', async () => {
    const { server, api, data } = await open()
    const { itemId, sessionId, endpoint } = await addFile(api, 1)
    const { fingerprint256 } = new X509Certificate(caOf(data))
    expect(endpoint.ssl_certificate_thumbprint).toBe(fingerprint256)
    expect(server.fingerprint).toBe(fingerprint256)
    await api.send('PUT', pathOf(endpoint), '1')
    await api.call('POST', sessionPath(sessionId, '?action=complete'))
    const download = await downloadEndpoint(api, itemId)
    expect(download.ssl_certificate_thumbprint).toBe(fingerprint256)
  })

  it('holds no thumbprint where another certificate may be met', async () => {
    for (const flags of [
      { publicUrl: 'https://library.example' },
      { trustedProxies: ['127.0.0.0/8'] },
    ]) {
      const { api } = await open(flags)
      const { endpoint } = await addFile(api)
      expect(endpoint).toEqual({ uri: expect.stringMatching(/^https:/) })
    }
  })
})

describe('the certificate of a server', () => {
  it('is the same after a restart, and its fingerprint is told', async () => {
    const { server, data, log } = await open()
    const started = log.lines.find(({ event }) => event === 'server.started')
    expect(started?.fields).toMatchObject({ at: server.url.origin, sha256: server.fingerprint })
    await server.close()
    const again = await start({ data, tls: 'self-signed' })
    expect(again.server.fingerprint).toBe(server.fingerprint)
    const named = await start({ data, tls: 'self-signed', publicUrl: 'https://library.example' })
    expect(named.server.fingerprint).not.toBe(server.fingerprint)
    expect(new X509Certificate(caOf(data)).checkHost('library.example')).toBe('library.example')
  })

  it('leaves no file where nothing else does', async () => {
    const data = join(temporaryFolder(), 'data')
    const { server } = await start({ data, store: 'memory:', tls: 'self-signed' })
    expect(server.url.protocol).toBe('https:')
    expect(() => caOf(data)).toThrow('ENOENT')
  })

  it('is the one of the operator', async () => {
    const files = temporaryFolder()
    const made = await selfSignedCertificate({ folder: files, names: ['localhost', '127.0.0.1'] })
    const [tlsCert, tlsKey] = [join(files, 'certificate.pem'), join(files, 'key.pem')]
    const { server } = await start({ store: 'memory:', tlsCert, tlsKey })
    expect(server.fingerprint).toBe(made.fingerprint)
    await connectSecurely(server.url, made.cert, admin, password)
  })

  it('that cannot be used keeps the server from starting', async () => {
    const files = temporaryFolder()
    await selfSignedCertificate({ folder: files, names: ['localhost'] })
    const [tlsCert, tlsKey] = [join(files, 'certificate.pem'), join(files, 'key.pem')]
    const other = temporaryFolder()
    await selfSignedCertificate({ folder: other, names: ['localhost'] })
    copyFileSync(join(other, 'key.pem'), tlsKey)
    const starting = start({ store: 'memory:', tlsCert, tlsKey })
    await expect(starting).rejects.toThrow(StartError)
    await expect(starting).rejects.toThrow(
      `No TLS: the key is not the key of the certificate (certificate ${tlsCert}, key ${tlsKey}).`,
    )
    rmSync(tlsKey)
    await expect(start({ store: 'memory:', tlsCert, tlsKey })).rejects.toThrow(
      `No TLS: The file ${tlsKey} cannot be read (ENOENT).`,
    )
    const { code, errors } = await failToStart({
      ACCESSION_STORE: 'memory:',
      ACCESSION_TLS_CERT: tlsCert,
      ACCESSION_TLS_KEY: tlsKey,
    })
    expect([code, errors]).toEqual([1, `No TLS: The file ${tlsKey} cannot be read (ENOENT).\n`])
  })
})

it('a certificate that is replaced where it is kept is shown a minute later', async () => {
  const files = temporaryFolder()
  const paths = { cert: join(files, 'certificate.pem'), key: join(files, 'key.pem') }
  const names = ['localhost', '127.0.0.1']
  await selfSignedCertificate({ folder: files, names })
  const settings = readSettings({ tlsCert: paths.cert, tlsKey: paths.key }, {})
  const [certificate, clock, log] = [
    await openCertificate(settings),
    createTestClock(),
    createTestLog(),
  ]
  const at = { host: '127.0.0.1', port: 0, limits: connectionLimits }
  const served = await serveApp(() => new Response('x'), { ...at, certificate, clock, log })
  const times = { transfers: { stopAll: () => undefined }, graceMs: 0, patienceMs: 0 }
  onTestFinished(() => clock.passUntil(served.stop(times)))
  const shown = async (): Promise<string> => {
    const socket = connectTls({ port: Number(served.url.port), rejectUnauthorized: false })
    await once(socket, 'secureConnect')
    const { fingerprint256 } = socket.getPeerCertificate()
    socket.destroy()
    return fingerprint256
  }
  const before = await shown()
  // As a tool that renews does it: the key first, and the certificate a moment later.
  const other = await selfSignedCertificate({ folder: undefined, names })
  writeFileSync(paths.key, other.key)
  await clock.advance(60_000)
  await expect.poll(() => log.lines.length).toBe(1)
  expect(await shown()).toBe(before)
  writeFileSync(paths.cert, other.cert)
  await clock.advance(60_000)
  await expect.poll(shown).toBe(other.fingerprint)
  expect(log.lines.map(({ level, event }) => [level, event])).toEqual([
    ['error', 'tls.certificate_not_taken_up'],
    ['info', 'tls.certificate_taken_up'],
  ])
})

describe('a server process with TLS', () => {
  it('tells people its fingerprint, and says goodbye at SIGTERM', async () => {
    const data = temporaryFolder()
    const server = await startServerProcess({
      ACCESSION_DATA: data,
      ACCESSION_ADMIN_PASSWORD: password,
      ACCESSION_TLS: 'self-signed',
    })
    onTestFinished(() => server.signal('SIGKILL'))
    const { fingerprint256 } = new X509Certificate(caOf(data))
    await expect.poll(() => server.errors()).toContain(`SHA-256 fingerprint ${fingerprint256}\n`)
    const api = await connectSecurely(server.url, caOf(data), admin, password)
    const { sessionId, endpoint } = await addFile(api, 5)
    const stream = api.session.request(
      { ':method': 'PUT', ':path': pathOf(endpoint), expect: '100-continue' },
      { endStream: false },
    )
    const answer = answerOf(stream)
    await once(stream, 'continue')
    stream.write('12')
    await statusesOf(api, sessionId)
    const goodbye = once(api.session, 'goaway')
    server.signal('SIGTERM')
    expect((await goodbye)[0]).toBe(0)
    const { status, text } = await answer
    expect([status, text]).toEqual([503, expect.stringContaining('shutting_down')])
    expect(await server.exited).toEqual({ code: 0, signal: null })
    expect(server.output()).not.toContain(pathOf(endpoint).split('/').at(-2))
  })
})
