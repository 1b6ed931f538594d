import { writeExposition } from '@accession/core'
import { describe, expect, it } from 'vitest'
import { createPolls, readPoll } from '../src/index.ts'
import { openTestApp } from './test-app.ts'
import type { TestApp } from './test-app.ts'

const id = '01900000-0000-7000-8000-000000000001'
const address = `/cls/vcsp/lib/${id}/lib.json`
const known = ['Host', 'library.test', 'If-None-Match', '"1-1"']

describe('what is a poll', () => {
  it.each(['lib.json', 'items.json'])('a request for %s by who has had it', (document) => {
    const asked = `/cls/vcsp/lib/${id}/${document}`
    const poll = { libraryId: id, document, tags: '"1-1"' }
    expect(readPoll('GET', asked, known)).toEqual({ method: 'GET', ...poll })
    expect(readPoll('HEAD', asked, known)).toEqual({ method: 'HEAD', ...poll })
  })

  it.each<[what: string, ...asked: Parameters<typeof readPoll>]>([
    ['another method', 'POST', address, known],
    ['no method', undefined, address, known],
    ['no address', 'GET', undefined, known],
    ['a first look', 'GET', address, known.slice(0, 2)],
    ['two lists of tags', 'GET', address, [...known, 'if-none-match', '"1-2"']],
    ['an item', 'GET', `/cls/vcsp/lib/${id}/${id}/item.json`, known],
    ['a query', 'GET', `${address}?fresh`, known],
    ['an encoded address', 'GET', address.replace('lib.json', 'lib%2Ejson'), known],
    ['an id in capitals', 'GET', address.replace('01900000', '0190000A'), known],
    ['a whole URL', 'GET', `http://library.test${address}`, known],
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
  const path = `/cls/vcsp/lib/${library}/lib.json`
  const tag = (await app.send('GET', path)).headers.get('etag') ?? ''
  const polls = createPolls(app.world, { ...(corsOrigins && { corsOrigins }) })
  const poll = async (tags: string) => {
    const read = readPoll('GET', path, ['if-none-match', tags])
    if (!read) throw new Error('It is no poll')
    return (await polls.open(library))?.unchanged(read, app.metrics.now())
  }
  return { library, path, tag, change, polls, poll }
}

const pairs = (headers: readonly string[] = []): Record<string, string> =>
  Object.fromEntries(
    headers.flatMap((name, at) => (at % 2 === 0 ? [[name, headers[at + 1] ?? '']] : [])),
  )

describe('a poll', () => {
  it.each([[undefined], [['https://page.test']]])(
    'is told what the app says, with pages of %j',
    async (corsOrigins) => {
      const app = openTestApp(corsOrigins ? { corsOrigins } : {})
      const { path, tag, poll } = await openLibrary(app, corsOrigins)
      const answer = await app.send('GET', path, { headers: { 'if-none-match': tag } })
      expect(answer.status).toBe(304)
      const headers = pairs(await poll(tag))
      expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
      const sameId = { 'x-request-id': answer.headers.get('x-request-id') }
      expect({ ...headers, ...sameId }).toEqual(Object.fromEntries(answer.headers))
    },
  )

  it('knows its tag in a list, a weak one, and any', async () => {
    const { tag, poll } = await openLibrary(openTestApp())
    for (const tags of [`"1-0", ${tag}`, `W/${tag}`, '*']) expect(await poll(tags)).toBeDefined()
    for (const tags of ['', '"1-0"', tag.slice(1)]) expect(await poll(tags)).toBeUndefined()
  })

  it('is left to the app where the library has changed, is no longer published, or asks who polls', async () => {
    const app = openTestApp()
    const { tag, change, poll } = await openLibrary(app)
    expect(await poll(tag)).toBeDefined()
    await change({ description: 'changed' })
    expect(await poll(tag)).toBeUndefined()
    expect(await poll('*')).toBeDefined()
    const password = 'publish password'
    const basic = { published: true, authentication_method: 'BASIC', password }
    await change({ publish_info: basic })
    expect(await poll('*')).toBeUndefined()
    await change({ publish_info: { published: false, current_password: password } })
    expect(await poll('*')).toBeUndefined()
  })

  it('is counted as a request', async () => {
    const app = openTestApp()
    const { path, tag, poll } = await openLibrary(app)
    const count = (): string | undefined =>
      /_requests_total{operation="subscription",dialect="none",status="3xx"} (\d+)/.exec(
        writeExposition(app.metrics.families()),
      )?.[1]
    await app.send('GET', path, { headers: { 'if-none-match': tag } })
    expect(count()).toBe('1')
    await poll(tag)
    await poll('"1-0"')
    expect(count()).toBe('2')
  })
})
