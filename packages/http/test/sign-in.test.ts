import { beforeEach, describe, expect, it } from 'vitest'
import { testSpellings } from './spellings.ts'
import { basic, openTestApp, whileTimePasses } from './test-app.ts'
import type { TestApp } from './test-app.ts'

const library = '/api/content/library'
const find = `${library}?action=find`
const cookieName = 'vmware-api-session-id'

let app: TestApp

const statusOf = async (method: string, path: string, headers: Record<string, string>) =>
  (await app.send(method, path, { headers })).status

const errorIdOf = async (response: Response) => {
  const { messages } = (await response.json()) as { messages: readonly { id: string }[] }
  return messages[0]?.id
}

beforeEach(async () => {
  app = openTestApp()
  await app.addUser({ name: 'ada', grants: [{ role: 'admin', libraryId: null }] })
})

describe.each(testSpellings)('a session of /$name', ({ name, session, statuses, unwrap }) => {
  it('begins with a password, tells who it is, and ends', async () => {
    const made = await app.send('POST', session, { headers: basic('ada') })
    expect(made.status).toBe(statuses.created)
    const token = unwrap(await made.json()) as string
    expect(made.headers.get('set-cookie')).toBe(
      `${cookieName}=${token};Path=/;HttpOnly;SameSite=Strict`,
    )
    const headers = { [cookieName]: token }
    const told = await app.send('GET', session, { headers })
    expect(unwrap(await told.json())).toMatchObject({ user: 'ada' })
    const ended = await app.send('DELETE', session, { headers })
    expect(ended.status).toBe(statuses.nothing)
    expect(ended.headers.get('set-cookie')).toBe(
      `${cookieName}=;Path=/;HttpOnly;SameSite=Strict;Max-Age=0`,
    )
    expect(await statusOf('GET', session, headers)).toBe(401)
  })

  it('takes nothing but a password', async () => {
    const as = await app.signIn('admin')
    const cookie = { cookie: `${cookieName}=${as[cookieName]}` }
    for (const headers of [as, cookie, {}]) {
      const response = await app.send('POST', session, { headers })
      expect(response.status).toBe(401)
      expect(await errorIdOf(response)).toBe('accession.access.no_credentials')
    }
  })

  it('takes the headers that old clients send', async () => {
    const headers = { ...basic('ada'), 'vmware-use-header-authn': 'true', 'vmware-use-it': 'b' }
    expect(await statusOf('POST', session, headers)).toBe(name === 'api' ? 201 : 200)
  })
})

it('/rest tells who is signed in by POST too', async () => {
  const headers = await app.signIn('admin')
  const response = await app.send('POST', '/rest/com/vmware/cis/session?~action=get', { headers })
  expect(await response.json()).toMatchObject({ value: { user: expect.stringContaining('@') } })
})

it('a cookie is for TLS alone where callers see TLS', async () => {
  app = openTestApp({ publicUrl: new URL('https://library.example') })
  await app.addUser({ name: 'ada' })
  const made = await app.send('POST', '/api/session', { headers: basic('ada') })
  expect(made.headers.get('set-cookie')).toMatch(/;Secure$/)
})

describe('any call', () => {
  it('takes a password, a header or a cookie', async () => {
    const as = await app.signIn('admin')
    const cookie = { cookie: `theme=dark; ${cookieName}=${as[cookieName]}; other=1` }
    for (const headers of [basic('ada'), as, cookie])
      expect(await statusOf('GET', library, headers)).toBe(200)
  })

  it('goes by the header, then the password, then the cookie', async () => {
    const as = await app.signIn('admin')
    const staleCookie = { cookie: `${cookieName}=${'x'.repeat(43)}` }
    const staleHeader = { [cookieName]: 'x'.repeat(43) }
    expect(await statusOf('GET', library, { ...staleCookie, ...basic('ada') })).toBe(200)
    expect(await statusOf('GET', library, { ...staleCookie, ...as })).toBe(200)
    expect(await statusOf('GET', library, { ...staleHeader, ...basic('ada') })).toBe(401)
  })

  it('takes names and passwords of any script, with colons in passwords', async () => {
    const passwordHash = await app.world.passwords.hash('pässwörd:∞')
    await app.addUser({ name: 'zoë', passwordHash, grants: [{ role: 'viewer', libraryId: null }] })
    expect(await statusOf('GET', library, basic('zoë', 'pässwörd:∞'))).toBe(200)
  })

  it.each([
    'Basic',
    'Basic !!!',
    'Basic YQ==',
    'Basic YTpi extra',
    `Basic ${btoa('a:\xff')}`,
    'Bearer abc',
    'Digest a="b"',
  ])('is 401 with %s', async (authorization) => {
    expect(await statusOf('GET', library, { authorization })).toBe(401)
  })

  it('is 401 with a wrong password, after a while', async () => {
    const response = app.send('GET', library, { headers: basic('ada', 'wrong') })
    expect((await whileTimePasses(app, response)).status).toBe(401)
  })

  it('is 403 without the privilege', async () => {
    const headers = await app.signIn('viewer')
    const response = await app.send('POST', '/api/content/local-library', {
      headers,
      json: { name: 'a', storage_backings: [] },
    })
    expect(response.status).toBe(403)
    expect(await errorIdOf(response)).toBe('accession.access.privilege_missing')
  })
})

describe('a 401', () => {
  it('asks programs for Basic', async () => {
    const response = await app.send('GET', library)
    expect(response.headers.get('www-authenticate')).toMatch(/^Basic realm="/)
  })

  it.each(['sec-fetch-site', 'sec-fetch-mode', 'origin', 'x-requested-with'])(
    'spares a browser the dialog: %s',
    async (name) => {
      const response = await app.send('GET', library, { headers: { [name]: 'cors' } })
      expect(response.status).toBe(401)
      expect(response.headers.has('www-authenticate')).toBe(false)
    },
  )
})

describe('a call signed in by cookie alone', () => {
  const json = { 'content-type': 'application/json' }
  const body = '{"name":"a"}'
  let cookie: Record<string, string>

  beforeEach(async () => {
    const as = await app.signIn('admin')
    cookie = { cookie: `${cookieName}=${as[cookieName]}` }
  })

  const post = (headers: Record<string, string>) =>
    app.send('POST', find, { headers: { ...cookie, ...headers }, body })

  it.each([
    {},
    { origin: 'http://localhost' },
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'same-origin', origin: 'http://localhost' },
  ])('may change things from %j', async (from) => {
    expect((await post({ ...json, ...from })).status).toBe(200)
  })

  it.each([
    { origin: 'https://evil.example' },
    { origin: 'http://localhost:81' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-site': 'cross-site', origin: 'http://localhost' },
  ])('may not change things from %j', async (from) => {
    const response = await post({ ...json, ...from })
    expect(response.status).toBe(403)
    expect(await errorIdOf(response)).toBe('accession.access.cross_origin')
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=a'])(
    'may not be what a form sends: %s',
    async (mediaType) => {
      const response = await post({ 'content-type': mediaType })
      expect(response.status).toBe(403)
      expect(await errorIdOf(response)).toBe('accession.access.cookie_needs_json')
    },
  )

  it('may not be a POST that says nothing of its body', async () => {
    const response = await app.send('POST', find, { headers: cookie })
    expect(await errorIdOf(response)).toBe('accession.access.cookie_needs_json')
  })

  it('may not delete from elsewhere', async () => {
    const path = '/api/content/local-library/a'
    expect(await statusOf('DELETE', path, { ...cookie, origin: 'https://evil.example' })).toBe(403)
    expect(await statusOf('DELETE', path, { ...cookie, 'content-type': 'text/plain' })).toBe(403)
    expect(await statusOf('DELETE', path, cookie)).toBe(404)
  })

  it('may read, from wherever a browser sends the cookie', async () => {
    expect(await statusOf('GET', library, { ...cookie, 'sec-fetch-site': 'cross-site' })).toBe(200)
    expect(await statusOf('HEAD', library, { ...cookie, origin: 'https://evil.example' })).toBe(200)
  })

  it('is free of the rules with a header or a password besides', async () => {
    const from = { origin: 'https://evil.example', 'content-type': 'application/json' }
    const as = await app.signIn('admin')
    for (const other of [as, basic('ada')])
      expect((await post({ ...from, ...other })).status).toBe(200)
  })

  it('compares with the public URL where there is one', async () => {
    app = openTestApp({ publicUrl: new URL('https://library.example/base/') })
    const as = await app.signIn('admin')
    cookie = { cookie: `${cookieName}=${as[cookieName]}` }
    expect((await post({ ...json, origin: 'https://library.example' })).status).toBe(200)
    expect((await post({ ...json, origin: 'http://localhost' })).status).toBe(403)
  })
})
