import { operations } from '@accession/core/contract'
import { describe, expect, it } from 'vitest'
import type { DescribedOperation, OpenApiDocument } from '../src/openapi/open-api.ts'
import { openTestApp } from './test-app.ts'

const documentOf = async (app = openTestApp()): Promise<OpenApiDocument> => {
  const response = await app.send('GET', '/openapi.json')
  return (await response.json()) as OpenApiDocument
}

const documents = [
  ['/openapi.json', 'application/json'],
  ['/docs', 'text/html; charset=utf-8'],
  ['/docs/style.css', 'text/css; charset=utf-8'],
] as const

describe.each(documents)('%s', (path, mediaType) => {
  it('is there for everybody, and asked for again by its tag', async () => {
    const app = openTestApp()
    const first = await app.send('GET', path)
    expect(first.status).toBe(200)
    expect(Object.fromEntries(first.headers)).toMatchObject({
      'content-type': mediaType,
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
    })
    expect((await first.text()).length).toBeGreaterThan(1_000)
    const etag = first.headers.get('etag') ?? ''
    expect(etag).toMatch(/^"[\da-f]{32}"$/)
    const again = await app.send('GET', path, { headers: { 'if-none-match': etag } })
    expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, etag, ''])
    const other = await app.send('GET', path, { headers: { 'if-none-match': '"other"' } })
    expect(other.status).toBe(200)
  })

  it('answers HEAD, and no other method', async () => {
    const app = openTestApp()
    const head = await app.send('HEAD', path)
    expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([
      200,
      mediaType,
      '',
    ])
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
      expect((await app.send(method, path)).status).toBe(404)
  })

  it('is the same whatever a request says of the host', async () => {
    const app = openTestApp({ trustedProxies: () => true })
    const forwarded = { host: 'evil.example', 'x-forwarded-host': 'evil.example' }
    const texts = [{}, forwarded].map(async (headers) =>
      (await app.send('GET', path, { headers })).text(),
    )
    const [plain, other] = await Promise.all(texts)
    expect(other).toBe(plain)
  })
})

it('a page may show itself in its own style, and nothing else', async () => {
  const page = await openTestApp().send('GET', '/docs')
  expect(page.headers.get('content-security-policy')).toBe(
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
  )
})

it('a document names the public URL, and else wherever it is read', async () => {
  const publicUrl = new URL('https://library.example/vsphere/')
  const [here, there] = await Promise.all([documentOf(), documentOf(openTestApp({ publicUrl }))])
  expect(here.servers).toEqual([{ url: '/' }])
  expect(there.servers).toEqual([{ url: 'https://library.example/vsphere' }])
})

const contractOperations = async () =>
  Object.entries((await documentOf()).paths).flatMap(([key, item]) =>
    Object.entries(item).flatMap(([method, { operationId }]: [string, DescribedOperation]) => {
      const [, name] = /^(?:api|rest)\.(\w+\.\w+?)(?:\.alias)?$/.exec(operationId) ?? []
      return name === undefined ? [] : [{ key, method: method.toUpperCase(), name }]
    }),
  )

it('whoever fills in the braces of a path reaches the operation that is described there', async () => {
  const described = await contractOperations()
  expect(new Set(described.map(({ name }) => name)).size).toBe(operations.length)
  const app = openTestApp()
  for (const { key, method, name } of described) {
    const response = await app.send(method, key.replaceAll(/\{\w+\}/g, 'a'))
    expect([response.status, app.logged.at(-1)?.fields]).toMatchObject([401, { operation: name }])
  }
})
