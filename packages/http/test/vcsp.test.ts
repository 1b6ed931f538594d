import { describe, expect, it } from 'vitest'
import { limits, sweep, writeExposition } from '@accession/core'
import type { PublishInfo } from '@accession/core/contract'
import type { PasswordHashing } from '@accession/core/ports'
import { testPasswords } from '@accession/core/testing'
import { basic, openTestApp, whileTimePasses } from './test-app.ts'
import type { TestApp } from './test-app.ts'
import { addPushFile, makeItem, makeSession } from './update-session-fixture.ts'

const secret = 'publish password'
const withPassword = { published: true, authentication_method: 'BASIC', password: secret } as const
const content = '/api/content'

interface Documents {
  readonly items: readonly {
    readonly id: string
    readonly files: readonly { readonly name: string; readonly hrefs: readonly string[] }[]
  }[]
}

/** A published library with an item of one file. */
const openPlace = async (publish_info: PublishInfo = { published: true }) => {
  let checked = 0
  const passwords: PasswordHashing = {
    ...testPasswords,
    async verify(password, hash) {
      if (password === secret) checked++
      return testPasswords.verify(password, hash)
    },
  }
  const app = openTestApp({}, { passwords })
  const as = await app.signIn('admin')
  const item = await makeItem(app, as)
  await bring(app, as, item, 'disk 1.iso', 'first bytes')
  const shown = await app.send('GET', `${content}/library/item/${item}`, { headers: as })
  const { library_id: library } = (await shown.json()) as { library_id: string }
  const publish = async (info: PublishInfo): Promise<void> => {
    const path = `${content}/local-library/${library}`
    const answer = await app.send('PATCH', path, { headers: as, json: { publish_info: info } })
    expect(answer.status).toBe(204)
  }
  await publish(publish_info)
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    app.send(method, `/cls/vcsp/lib/${library}/${path}`, { headers })
  const items = async (headers?: Record<string, string>): Promise<Documents['items']> =>
    ((await (await get('items.json', headers)).json()) as Documents).items
  const fileHref = async (): Promise<string> => (await items())[0]?.files[0]?.hrefs[0] ?? ''
  return { app, as, item, library, publish, get, items, fileHref, checked: () => checked }
}

const bring = async (
  app: TestApp,
  as: Record<string, string>,
  item: string,
  name: string,
  body: string,
): Promise<void> => {
  const session = await makeSession(app, as, item)
  await app.send('PUT', await addPushFile(app, as, session, name), { body })
  const path = `${content}/library/item/update-session/${session}?action=complete`
  expect((await app.send('POST', path, { headers: as })).status).toBe(204)
}

describe('a published library', () => {
  it('has its documents, of which each leads to the next', async () => {
    const { get, item, library, items } = await openPlace()
    const lib = await get('lib.json')
    expect(lib.status).toBe(200)
    expect(lib.headers.get('content-type')).toBe('application/json')
    expect(await lib.json()).toMatchObject({ id: `urn:uuid:${library}`, itemsHref: 'items.json' })
    const [listed] = await items()
    expect(listed).toMatchObject({ id: `urn:uuid:${item}`, type: 'vcsp.iso' })
    const own = await get(`${item}/item.json`)
    expect(await own.json()).toEqual(listed)
    const bytes = await get(listed?.files[0]?.hrefs[0] ?? '')
    expect(await bytes.text()).toBe('first bytes')
  })

  it.each(['lib.json', 'items.json', 'item.json'])(
    'answers %s that is known by 304',
    async (name) => {
      const { app, as, item, get } = await openPlace()
      const path = name === 'item.json' ? `${item}/${name}` : name
      const first = await get(path)
      const etag = first.headers.get('etag') ?? ''
      expect(etag).toMatch(/^"1-\d+"$/)
      expect(first.headers.get('cache-control')).toBe('public, no-cache')
      expect(first.headers.get('content-length')).toBe(String((await first.text()).length))
      const same = await get(path, { 'if-none-match': etag })
      expect([same.status, same.headers.get('etag'), await same.text()]).toEqual([304, etag, ''])
      await bring(app, as, item, 'disk 1.iso', 'other bytes')
      const other = await get(path, { 'if-none-match': etag })
      expect(other.status).toBe(200)
      expect(other.headers.get('etag')).not.toBe(etag)
    },
  )

  it('answers HEAD as GET, without the body', async () => {
    const { get, item, fileHref } = await openPlace()
    for (const path of ['lib.json', 'items.json', `${item}/item.json`, await fileHref()]) {
      const [got, head] = [await get(path), await get(path, {}, 'HEAD')]
      expect(await head.text()).toBe('')
      const { 'x-request-id': _, ...headers } = Object.fromEntries(head.headers)
      expect(Object.fromEntries(got.headers), path).toMatchObject(headers)
    }
  })

  it('gives files out whole or in part, for caches to keep', async () => {
    const { get, fileHref } = await openPlace()
    const href = await fileHref()
    expect(href).toMatch(/\/2\/disk%201\.iso$/)
    const whole = await get(href)
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'cache-control': 'public, max-age=86400, immutable, no-transform',
      'content-type': 'application/octet-stream',
      'content-security-policy': 'sandbox',
      'content-length': '11',
      etag: '"2"',
    })
    const part = await get(href, { range: 'bytes=6-' })
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
      206,
      'bytes 6-10/11',
      'bytes',
    ])
    expect((await get(href, { range: 'bytes=11-' })).status).toBe(416)
    expect((await get(href, { 'if-none-match': '"2"' })).status).toBe(304)
  })

  it('shows bytes that were replaced for a while, and no longer', async () => {
    const { app, as, item, get, fileHref } = await openPlace()
    const before = await fileHref()
    await bring(app, as, item, 'disk 1.iso', 'other bytes')
    const after = await fileHref()
    expect(after).not.toBe(before)
    expect(await (await get(before)).text()).toBe('first bytes')
    expect(await (await get(after)).text()).toBe('other bytes')
    await app.clock.advance(limits.publishedBytesKeptMs)
    await sweep(app.world)
    expect((await get(before)).status).toBe(404)
    expect(await (await get(after)).text()).toBe('other bytes')
  })

  it('is nowhere as soon as it is published no longer, nor any other library', async () => {
    const { get, item, publish, fileHref, app } = await openPlace()
    const paths = ['lib.json', 'items.json', `${item}/item.json`, await fileHref()]
    await publish({ published: false })
    for (const path of paths) expect((await get(path)).status).toBe(404)
    for (const id of ['0', 'a%00b', '5b0f3c52-3f0e-4f8a-9c55-0d1f7f3f9c01'])
      expect((await app.send('GET', `/cls/vcsp/lib/${id}/lib.json`)).status).toBe(404)
  })

  it('answers GET and HEAD alone, at its addresses alone', async () => {
    const { get, item, fileHref } = await openPlace()
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH'])
      for (const path of ['lib.json', 'items.json', await fileHref()])
        expect((await get(path, {}, method)).status).toBe(404)
    const [, generation = '', name = ''] = (await fileHref()).split('/')
    const others = [
      '',
      'other.json',
      `${item}/`,
      `${item}/${generation}/`,
      `${item}/0${generation}/${name}`,
      `${item}/9/${name}`,
      `${item}/${generation}/other.iso`,
      `${item}/${generation}/disk%25201.iso`,
      `5b0f3c52-3f0e-4f8a-9c55-0d1f7f3f9c01/${generation}/${name}`,
      '5b0f3c52-3f0e-4f8a-9c55-0d1f7f3f9c01/item.json',
    ]
    for (const path of others) expect((await get(path)).status, path).toBe(404)
  })

  it('lists an item of another library nowhere', async () => {
    const place = await openPlace()
    const { app, as, get, library } = place
    const other = await makeItem(app, as)
    await bring(app, as, other, 'a', 'x')
    expect((await get(`${other}/item.json`)).status).toBe(404)
    expect((await get(`${other}/2/a`)).status).toBe(404)
    expect(library).not.toBe(other)
  })

  it('in maintenance shows what it has, and says of files that they come later', async () => {
    const { app, as, library, get, fileHref } = await openPlace()
    const href = await fileHref()
    const enter = `${content}/library/${library}?action=enter-maintenance`
    expect((await app.send('POST', enter, { headers: as })).status).toBeLessThan(300)
    expect((await get('lib.json')).status).toBe(200)
    expect((await get('items.json')).status).toBe(200)
    const answer = await get(href)
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1'])
  })
})

describe('a library with a password', () => {
  const subscriber = basic('vcsp', secret)

  it('asks for it, everywhere', async () => {
    const { get, item, library, app } = await openPlace(withPassword)
    for (const path of ['lib.json', 'items.json', `${item}/item.json`, `${item}/2/disk%201.iso`]) {
      const refused = await get(path)
      expect(refused.status).toBe(401)
      expect(refused.headers.get('www-authenticate')).toMatch(/^Basic realm=/)
      const answer = await get(path, subscriber)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('cache-control')).toMatch(/^private, /)
    }
    expect(app.logged.filter(({ event }) => event === 'library.subscriber_refused')).toEqual([])
    expect((await get('nothing', subscriber)).status).toBe(404)
    expect(library).toBeDefined()
  })

  it.each([
    ['another password', basic('vcsp', 'wrong')],
    ['another name', basic('ada', secret)],
    ['no name', basic('', secret)],
  ])('refuses %s, later each time', async (_, headers) => {
    const { app, get, library } = await openPlace(withPassword)
    for (let time = 0; time < 3; time++)
      expect((await whileTimePasses(app, get('lib.json', headers))).status).toBe(401)
    const measured = writeExposition(app.metrics.families())
    expect(measured).toContain('accession_sign_in_delay_seconds_total 1.75')
    const told = app.logged.filter(({ event }) => event === 'library.subscriber_refused')
    expect(told).toHaveLength(3)
    expect(told[0]?.fields).toMatchObject({ library, address: 'unknown' })
    expect(JSON.stringify(app.logged)).not.toContain(secret)
    expect((await get('lib.json', subscriber)).status).toBe(200)
  })

  it('checks a password once a minute, and a new one at once', async () => {
    const { app, get, publish, checked } = await openPlace(withPassword)
    for (let time = 0; time < 3; time++) await get('lib.json', subscriber)
    expect(checked()).toBe(1)
    await app.clock.advance(limits.passwordRememberedMs)
    await get('lib.json', subscriber)
    expect(checked()).toBe(2)
    await publish({ password: 'new', current_password: secret })
    expect((await get('lib.json', basic('vcsp', 'new'))).status).toBe(200)
    expect((await whileTimePasses(app, get('lib.json', subscriber))).status).toBe(401)
  })

  it('can be read by a session of who may download from it', async () => {
    const { app, as, get } = await openPlace(withPassword)
    expect((await get('lib.json', as)).status).toBe(200)
    expect((await get('lib.json', await app.signIn('viewer'))).status).toBe(200)
    expect((await get('lib.json', await app.signIn())).status).toBe(403)
    const unknown = { 'vmware-api-session-id': 'x'.repeat(43) }
    expect((await get('lib.json', unknown)).status).toBe(401)
  })
})

it('a library without a password looks at no credentials', async () => {
  const { get } = await openPlace()
  const all = [
    basic('ada', 'wrong'),
    { authorization: 'Basic !' },
    { authorization: 'Bearer x' },
    { 'vmware-api-session-id': 'x'.repeat(43) },
  ]
  for (const headers of all) expect((await get('lib.json', headers)).status).toBe(200)
})
