import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { isHalfShared, placesOf } from '../src/settings/places.ts'
import { readSettings, SettingsError } from '../src/index.ts'
import type { SettingFlags } from '../src/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'accession-settings-'))
afterAll(() => rmSync(folder, { recursive: true }))

const configFile = (text: string): string => {
  const path = join(folder, 'config.json')
  writeFileSync(path, text)
  return path
}

const refusal = (flags: SettingFlags, environment: Record<string, string> = {}): string => {
  try {
    readSettings(flags, environment)
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError)
    return (error as Error).message
  }
  throw new Error('The settings were taken')
}

describe('settings', () => {
  it('have the defaults that are documented', () => {
    const data = resolve('data')
    expect(readSettings({}, {})).toEqual({
      host: '127.0.0.1',
      port: 4443,
      publicUrl: undefined,
      tls: undefined,
      data,
      adminUser: 'administrator@vsphere.local',
      adminPassword: undefined,
      store: { kind: 'sqlite', path: join(data, 'catalog.sqlite') },
      blobs: { kind: 'folder', folder: join(data, 'blobs') },
      blobStores: new Map(),
      sessionTimeoutMs: 300_000,
      sessionRetentionMs: 3_600_000,
      presignedUploads: false,
      presignedDownloads: false,
      fetchAllow: [],
      allowSha1Thumbprint: false,
      importDir: undefined,
      proxies: { proxyFor: expect.any(Function) },
      trustedProxies: [],
      corsOrigins: [],
      logLevel: 'info',
      nodeName: undefined,
      metricsToken: undefined,
      unknownVariables: [],
    })
  })

  it('name variables that are none of them, and not those of the command line', () => {
    const environment = { ACCESSION_PROT: '1', ACCESSION_USER: 'ada', ACCESSION_HOST: '::1' }
    expect(readSettings({}, environment).unknownVariables).toEqual(['ACCESSION_PROT'])
  })

  it('take a token for metrics that nobody guesses, and do not repeat one that is refused', () => {
    const token = '0123456789abcdef'
    expect(readSettings({}, { ACCESSION_METRICS_TOKEN: token }).metricsToken).toBe(token)
    for (const weak of ['0123456789abcde', 'with spaces in between']) {
      const message = refusal({}, { ACCESSION_METRICS_TOKEN: weak })
      expect(message).toMatch(/^ACCESSION_METRICS_TOKEN must be 16 to 256 letters/)
      expect(message).not.toContain(weak)
    }
  })

  it('send clients to a bucket only where there is one', () => {
    for (const name of ['ACCESSION_PRESIGNED_UPLOADS', 'ACCESSION_PRESIGNED_DOWNLOADS']) {
      expect(refusal({}, { [name]: '1' })).toContain('ACCESSION_BLOBS')
      expect(refusal({}, { [name]: 'perhaps' })).toContain(name)
    }
  })

  it('prefer a flag to a variable, and that to the config file', () => {
    const config = configFile('{"port": 1, "adminUser": "config", "logLevel": "debug"}')
    const environment = {
      ACCESSION_CONFIG: config,
      ACCESSION_PORT: '2',
      ACCESSION_ADMIN_USER: 'variable',
    }
    expect(readSettings({ port: '3' }, environment)).toMatchObject({
      port: 3,
      adminUser: 'variable',
      logLevel: 'debug',
    })
  })

  it('take lists as JSON lists or with commas, and an empty variable for none', () => {
    const config = configFile('{"trustedProxies": ["10.0.0.0/8", "::1"]}')
    const origins = 'https://a.example, http://b.example:8080'
    const environment = { ACCESSION_CORS_ORIGINS: origins, ACCESSION_PORT: '' }
    expect(readSettings({ config }, environment)).toMatchObject({
      trustedProxies: ['10.0.0.0/8', '::1'],
      corsOrigins: ['https://a.example', 'http://b.example:8080'],
      port: 4443,
    })
  })

  it('keep everything in memory, or the bytes in a folder of their own', () => {
    expect(readSettings({ store: 'memory:' }, {})).toMatchObject({
      store: { kind: 'memory' },
      blobs: { kind: 'memory' },
    })
    expect(readSettings({ blobs: pathToFileURL(folder).href }, {})).toMatchObject({
      blobs: { kind: 'folder', folder },
    })
  })

  it('take further places for bytes, each by a name, as a text or a list', () => {
    const archive = 's3://images/a?region=eu-1'
    const fast = pathToFileURL(folder).href
    const places = new Map([
      ['archive', { kind: 's3', url: archive, environment: {} }],
      ['fast-2', { kind: 'folder', folder }],
    ])
    const blobStores = `archive=${archive}, fast-2=${fast}`
    const settings = readSettings({ blobStores }, {})
    expect(settings.blobStores).toEqual(places)
    expect(placesOf(settings)).toMatchObject({
      blob_stores: `archive=s3://images/a, fast-2=${folder}`,
    })
    const config = configFile(
      JSON.stringify({ blobStores: [`archive=${archive}`, `fast-2=${fast}`] }),
    )
    expect(readSettings({ config }, {}).blobStores).toEqual(places)
    const store = 'postgres://db.example/library'
    const blobs = 's3://images/b'
    expect(isHalfShared(readSettings({ store, blobs, blobStores }, {}))).toBe(true)
    const memory = { store: 'memory:', blobStores: 'a=memory:,b=memory:' }
    expect([...readSettings(memory, {}).blobStores.keys()]).toEqual(['a', 'b'])
  })

  it.each([
    ['archive', 'must be NAME=URL'],
    ['archive=', 'must be NAME=URL'],
    ['default=s3://a', 'must be NAME=URL'],
    ['Archive=s3://a', 'must be NAME=URL'],
    ['a=https://b', 'must be NAME=URL'],
    ['a=s3://b,a=s3://c', 'must not hold a name twice'],
    ['a=s3://b,c=s3://b', 'gives c the place of a: s3://b'],
    ['a=memory:', 'must both be memory: or neither'],
  ])('refuse further places that are %s', (blobStores, told) => {
    expect(refusal({ blobStores })).toContain(told)
  })

  it('take an engine for many nodes, and tell of it without its secrets', () => {
    const store = 'postgres://ada:secret@db.example:5433/library'
    const blobs = 's3://images/site-a?region=eu-1&endpoint=https://s3.example'
    const keys = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' }
    const settings = readSettings({}, { ACCESSION_STORE: store, ACCESSION_BLOBS: blobs, ...keys })
    expect(settings.store).toEqual({ kind: 'postgres', url: store })
    expect(settings.blobs).toMatchObject({ kind: 's3', url: blobs, environment: keys })
    expect(placesOf(settings)).toEqual({
      catalog: 'postgres://db.example:5433/library',
      bytes: 's3://images/site-a',
    })
    expect(isHalfShared(settings)).toBe(false)
    expect(isHalfShared(readSettings({ store }, {}))).toBe(true)
    expect(isHalfShared(readSettings({}, {}))).toBe(false)
  })

  it.each([
    ['port', 'http'],
    ['port', '65536'],
    ['port', '-1'],
    ['host', 'a b'],
    ['publicUrl', 'library.example'],
    ['publicUrl', 'https://library.example/path'],
    ['publicUrl', 'https://user:secret@library.example'],
    ['adminUser', 'user:name'],
    ['store', 'mysql://secret@host'],
    ['store', 'postgres:secret'],
    ['store', 'postgres://user:secret@host:port:port/'],
    ['blobs', '/folder'],
    ['sessionTimeout', '0'],
    ['sessionTimeout', '1.5'],
    ['sessionRetention', '99999999999'],
    ['trustedProxies', '10.0.0.0/33'],
    ['trustedProxies', 'proxy.example'],
    ['corsOrigins', 'https://a.example/'],
    ['allowHttp', 'perhaps'],
    ['logLevel', 'silent'],
    ['nodeName', 'node 1'],
  ] as const)('say in one line what %s must be, not what it is: %s', (name, value) => {
    const message = refusal({ [name]: value })
    expect(message).toMatch(/^--[a-z-]+ must .+\.$/)
    expect(message).not.toContain('secret')
    expect(message).not.toContain('\n')
  })

  it('say where the wrong value stands', () => {
    expect(refusal({}, { ACCESSION_PORT: 'x' })).toMatch(/^ACCESSION_PORT must /)
    const config = configFile('{"port": "x"}')
    expect(refusal({ config })).toBe(`"port" in ${config} must be a whole number from 0 to 65535.`)
  })

  it('say what pulls may reach', () => {
    const { fetchAllow, allowSha1Thumbprint, importDir, proxies } = readSettings(
      {},
      {
        ACCESSION_FETCH_ALLOW: 'mirror.example, mirror.example:8443 10.1.0.0/16, [fd00::1]:80',
        ACCESSION_ALLOW_SHA1_THUMBPRINT: '1',
        ACCESSION_IMPORT_DIR: '/images',
        HTTPS_PROXY: 'http://proxy.example:3128',
      },
    )
    expect(fetchAllow).toEqual([
      'mirror.example',
      'mirror.example:8443',
      '10.1.0.0/16',
      '[fd00::1]:80',
    ])
    expect([allowSha1Thumbprint, importDir]).toEqual([true, '/images'])
    const target = { url: new URL('https://a.example'), host: 'a.example', port: 443 }
    const proxy = proxies.proxyFor({ ...target, isSecure: true, address: undefined })
    expect(proxy).toMatchObject({ host: 'proxy.example', port: 3128 })
    for (const wrong of ['http://mirror.example', '10.0.0.0/33', 'a b:99999', '*.example/'])
      expect(refusal({}, { ACCESSION_FETCH_ALLOW: wrong })).toMatch(
        /^ACCESSION_FETCH_ALLOW must be /,
      )
    expect(refusal({}, { HTTPS_PROXY: 'socks5://me:secret@proxy.example' })).toBe(
      'HTTPS_PROXY is not the http or https address of a proxy.',
    )
  })

  it('take the catalog and the bytes to memory together or not at all', () => {
    expect(refusal({ blobs: 'memory:' })).toContain('both')
    expect(refusal({ store: 'memory:', blobs: 'file:///folder' })).toContain('both')
  })
})

describe('a config file', () => {
  it.each([
    ['{"prot": 1}', 'unknown key "prot"'],
    ['{"adminPassword": "secret", }', 'is not JSON'],
    ['[]', 'one JSON object'],
    ['{"port": {}}', '"port" in'],
  ])('is refused where it is wrong: %s', (text, expected) => {
    const message = refusal({ config: configFile(text) })
    expect(message).toContain(expected)
    expect(message).not.toContain('secret')
  })

  it('must be there', () => {
    expect(refusal({ config: join(folder, 'none.json') })).toContain('cannot be read (ENOENT)')
  })
})

describe('plain http', () => {
  it.each(['127.0.0.1', '127.8.9.10', '::1', 'localhost'])('is served on %s', (host) => {
    expect(readSettings({ host }, {}).host).toBe(host)
  })

  it.each(['0.0.0.0', '::', '10.0.0.1', 'library.example'])('is refused on %s', (host) => {
    expect(refusal({ host })).toContain('ACCESSION_ALLOW_HTTP=1')
    expect(refusal({ host, tls: 'off' })).toContain('ACCESSION_TLS=self-signed')
    expect(refusal({ host, publicUrl: 'http://library.example' })).toContain('ACCESSION_PUBLIC_URL')
    expect(readSettings({ host }, { ACCESSION_ALLOW_HTTP: '1' }).host).toBe(host)
    expect(readSettings({ host, publicUrl: 'https://library.example' }, {}).host).toBe(host)
  })
})

describe('TLS', () => {
  it('has a certificate of its own, or one that the operator keeps', () => {
    expect(readSettings({}, { ACCESSION_TLS: 'self-signed' }).tls).toEqual({ kind: 'self-signed' })
    expect(readSettings({ tls: 'off' }, {}).tls).toBeUndefined()
    const config = configFile('{"tlsCert": "/etc/ssl/fullchain.pem"}')
    expect(readSettings({ config, tlsKey: 'key.pem' }, {}).tls).toEqual({
      kind: 'files',
      cert: '/etc/ssl/fullchain.pem',
      key: resolve('key.pem'),
    })
  })

  it('is served beyond this machine', () => {
    expect(readSettings({ host: '0.0.0.0', tls: 'self-signed' }, {}).host).toBe('0.0.0.0')
    expect(readSettings({ host: '::', tlsCert: 'cert.pem', tlsKey: 'key.pem' }, {}).host).toBe('::')
  })

  it.each([
    [{ tls: 'yes' }, 'must be self-signed, or off'],
    [{ tlsCert: 'cert.pem' }, 'one of them is missing'],
    [{ tlsKey: 'key.pem' }, 'one of them is missing'],
    [{ tls: 'self-signed', tlsCert: 'cert.pem', tlsKey: 'key.pem' }, 'leave out'],
    [{ tls: 'off', tlsKey: 'key.pem' }, 'leave out'],
    [{ tls: 'self-signed', publicUrl: 'http://library.example' }, 'make it https:'],
  ])('is refused where its settings do not go together: %o', (flags, why) => {
    expect(refusal(flags)).toContain(why)
    expect(refusal(flags)).not.toContain('.pem')
  })
})
