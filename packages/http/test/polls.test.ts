import { writeExposition } from '@accession/core'
import { describe, expect, it } from 'vitest'
import { createPolls, readPoll } from '../src/index.ts'
import { openTestApp } from './test-app.ts'
import type { TestApp } from './test-app.ts'

const id = '01900000-0000-7000-8000-000000000001'
const address = `/cls/vcsp/lib/${id}/lib.json`
const host = ['Host', 'library.test']
const known = [...host, 'If-None-Match', '"1-1"']

describe('what is a poll', () => {
  it('a request for lib.json, and one for items.json by who has had it', () => {
    const poll = { method: 'GET', libraryId: id, document: 'lib.json', tags: '"1-1"' }
    const items = address.replace('lib.json', 'items.json')
    expect(readPoll('GET', address, known)).toEqual(poll)
    expect(readPoll('GET', address, host)).toEqual({ ...poll, tags: undefined })
    expect(readPoll('HEAD', address, known)).toEqual({ ...poll, method: 'HEAD' })
    expect(readPoll('GET', items, known)).toEqual({ ...poll, document: 'items.json' })
    expect(readPoll('GET', items, host)).toBeUndefined()
  })

  it.each<[what: string, ...asked: Parameters<typeof readPoll>]>([
    ['another method', 'POST', address, known],
    ['no method', undefined, address, known],
    ['no address', 'GET', undefined, known],
    ['two lists of tags', 'GET', address, [...known, 'if-none-match', '"1-2"']],
    ['an item', 'GET', `/cls/vcsp/lib/${id}/${id}/item.json`, known],
    ['a query', 'GET', `${address}?fresh`, known],
    ['an encoded address', 'GET', address.replace('lib.json', 'lib%2Ejson'), known],
    ['an id in capitals', 'GET', address.replace('01900000', '0190000A'), known],
    ['a whole URL', 'GET', `http://library.test${address}`, known],
    ['no host', 'GET', address, known.slice(2)],
    ['a host that is none', 'GET', address, ['Host', 'a/b', ...known.slice(2)]],
    ['a password', 'GET', address, [...known, 'Authorization', 'Basic eDp5']],
    ['a session', 'GET', address, [...known, 'VMware-API-Session-Id', 'x']],
    ['a page of a browser', 'GET', address, [...known, 'Origin', 'https://page.test']],
    ['a body', 'GET', address, [...known, 'Content-Length', '1']],
    ['a body of unknown length', 'GET', address, [...known, 'Transfer-Encoding', 'chunked']],
  ])('%s is none', (_what, ...asked) => {
    expect(readPoll(...asked)).toBeUndefined()
  })
})

/** A published library, and what polls of it are told. */
const openLibrary = async (app: TestApp, corsOrigins?: readonly string[]) => {
  const as = await app.signIn('admin')
  const made = await app.send('POST', '/api/content/local-library', {
    headers: as,
    json: { name: 'images', storage_backings: [{ type: 'OTHER' }] },
  })
  const library = (await made.json()) as string
  const change = async (json: object): Promise<void> => {
    const path = `/api/content/local-library/${library}`
    expect((await app.send('PATCH', path, { headers: as, json })).status).toBe(204)
  }
  await change({ publish_info: { published: true } })
  const polls = createPolls(app.world, { ...(corsOrigins && { corsOrigins }) })
  const pathOf = (document: string): string => `/cls/vcsp/lib/${library}/${document}`
  const tag = (await app.send('GET', pathOf('lib.json'))).headers.get('etag') ?? ''
  const poll = async (tags?: string, document = 'lib.json', method = 'GET') => {
    const read = readPoll(method, pathOf(document), [
      ...host,
      ...(tags === undefined ? [] : ['if-none-match', tags]),
    ])
    if (!read) throw new Error('It is no poll')
    return (await polls.open(library))?.answer(read, app.metrics.now())
  }
  const byApp = (tags?: string, document = 'lib.json', method = 'GET') =>
    app.send(
      method,
      pathOf(document),
      tags === undefined ? {} : { headers: { 'if-none-match': tags } },
    )
  return { tag, change, poll, byApp }
}

const pairs = (headers: readonly string[] = []): Record<string, string> =>
  Object.fromEntries(
    headers.flatMap((name, at) => (at % 2 === 0 ? [[name, headers[at + 1] ?? '']] : [])),
  )

const whatIsTold = 'its tag'
const asked = [
  [undefined, 'lib.json', 'GET'],
  [undefined, 'lib.json', 'HEAD'],
  ['"1-0"', 'lib.json', 'GET'],
  [whatIsTold, 'lib.json', 'GET'],
  [whatIsTold, 'items.json', 'GET'],
  [whatIsTold, 'items.json', 'HEAD'],
] as const

describe.each([[undefined], [['https://page.test']]])('with pages of %j, a poll', (corsOrigins) => {
  it.each(asked)('with %s for %s by %s is told what the app says', async (tags, ...of) => {
    const app = openTestApp(corsOrigins ? { corsOrigins } : {})
    const { tag, poll, byApp } = await openLibrary(app, corsOrigins)
    const given = tags === whatIsTold ? tag : tags
    const expected = await byApp(given, ...of)
    const found = await poll(given, ...of)
    expect(found?.status).toBe(tags === whatIsTold ? 304 : 200)
    expect(found?.status).toBe(expected.status)
    expect(found?.body ?? '').toBe(await expected.text())
    const headers = pairs(found?.headers)
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
    const sameId = { 'x-request-id': expected.headers.get('x-request-id') }
    expect({ ...headers, ...sameId }).toEqual(Object.fromEntries(expected.headers))
  })
})

describe('a poll', () => {
  it('knows its tag in a list, a weak one, and any', async () => {
    const { tag, poll } = await openLibrary(openTestApp())
    const statusOf = async (tags: string) => (await poll(tags))?.status
    for (const tags of [`"1-0", ${tag}`, `W/${tag}`, '*']) expect(await statusOf(tags)).toBe(304)
    for (const tags of ['', '"1-0"', tag.slice(1)]) expect(await statusOf(tags)).toBe(200)
  })

  it('has what was changed before it', async () => {
    const { tag, change, poll, byApp } = await openLibrary(openTestApp())
    await change({ description: 'changed' })
    const found = await poll(tag)
    expect(found?.status).toBe(200)
    expect(found?.body).toBe(await (await byApp()).text())
  })

  it('is left to the app where the list has changed, the library is not published, or asks who polls', async () => {
    const { tag, change, poll } = await openLibrary(openTestApp())
    expect(await poll(tag, 'items.json')).toBeDefined()
    await change({ description: 'changed' })
    expect(await poll(tag, 'items.json')).toBeUndefined()
    expect(await poll('*', 'items.json')).toBeDefined()
    const password = 'publish password'
    const basic = { published: true, authentication_method: 'BASIC', password }
    await change({ publish_info: basic })
    expect(await poll('*')).toBeUndefined()
    await change({ publish_info: { published: false, current_password: password } })
    expect(await poll('*')).toBeUndefined()
  })

  it('is counted as a request', async () => {
    const app = openTestApp()
    const { tag, poll, byApp } = await openLibrary(app)
    const count = (of: '2xx' | '3xx'): number =>
      Number(
        new RegExp(
          `_requests_total{operation="subscription",dialect="none",status="${of}"} (\\d+)`,
        ).exec(writeExposition(app.metrics.families()))?.[1] ?? 0,
      )
    const before = [count('2xx'), count('3xx')] as const
    await byApp(tag)
    await poll(tag)
    await poll()
    await poll('"1-0"', 'items.json')
    expect([count('2xx') - before[0], count('3xx') - before[1]]).toEqual([1, 2])
  })
})
