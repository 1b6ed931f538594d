import { beforeAll, describe, expect, it } from 'vitest'
import { writeExposition } from '@accession/core'
import { operations } from '@accession/core/contract'
import { createMemoryStore } from '@accession/core/memory'
import { apiDialect } from '../src/api/api-dialect.ts'
import { restDialect } from '../src/rest/rest-dialect.ts'
import { routesOf } from '../src/routing/route.ts'
import type { Endpoint } from '../src/routing/endpoint.ts'
import { basic, openTestApp } from './test-app.ts'
import type { TestApp } from './test-app.ts'
import { addPushFile, filesOf, makeItem, makeSession } from './update-session-fixture.ts'

const password = 'correct horse'
const typed = 'typed-secret-0123456789'
const metricsToken = 'metrics-token-0123456789'

interface Place {
  readonly app: TestApp
  /** Where the ids of a path are filled from. */
  readonly ids: Readonly<Record<string, string>>
  /** Paths that are rights by themselves. */
  readonly capabilities: readonly string[]
  /** What must be nowhere, by what it is. */
  readonly secrets: ReadonlyMap<string, string>
  readonly headers: readonly Record<string, string>[]
  failStore(): void
}

const tokenOf = async (app: TestApp): Promise<string> => {
  const response = await app.send('POST', '/api/session', { headers: basic('ada') })
  return (await response.json()) as string
}

const macOf = (path: string): string => path.split('/')[5] ?? ''

const openPlace = async (): Promise<Place> => {
  let isFailing = false
  const store = createMemoryStore()
  const find: typeof store.find = (table, query) =>
    isFailing ? Promise.reject(new Error('the disk')) : store.find(table, query)
  const app = openTestApp({}, { store: { ...store, find } }, { token: metricsToken })
  await app.addUser({ name: 'ada', grants: [{ role: 'admin', libraryId: null }] })
  const [token, cookie] = [await tokenOf(app), await tokenOf(app)]
  const as = { 'vmware-api-session-id': token }
  const library_item_id = await makeItem(app, as)
  const first = await makeSession(app, as, library_item_id)
  await app.send('PUT', await addPushFile(app, as, first, 'disk.iso'), { body: 'x' })
  const complete = `/api/content/library/item/update-session/${first}?action=complete`
  await app.send('POST', complete, { headers: as })
  const update_session_id = await makeSession(app, as, library_item_id)
  const upload = await addPushFile(app, as, update_session_id, 'other.iso')
  const [file] = await filesOf(app, as, library_item_id)
  const download = new URL(file?.file_download_endpoint ?? '').pathname
  const shown = await app.send('GET', `/api/content/library/item/${library_item_id}`, {
    headers: as,
  })
  const { library_id } = (await shown.json()) as { library_id: string }
  return {
    app,
    ids: { library_id, library_item_id, update_session_id },
    capabilities: [upload, download],
    secrets: new Map([
      ['token', token],
      ['cookie', cookie],
      ['password', password],
      ['Basic', basic('ada')['authorization']?.split(' ')[1] ?? ''],
      ['typed password', typed],
      ['metrics token', metricsToken],
      ['upload URL', macOf(upload)],
      ['download URL', macOf(download)],
    ]),
    headers: [
      as,
      { cookie: `vmware-api-session-id=${cookie}` },
      basic('ada'),
      { 'vmware-api-session-id': `${typed}${typed}` },
      { authorization: `Bearer ${typed}` },
      { authorization: `Bearer ${metricsToken}` },
      {},
    ],
    failStore: () => void (isFailing = true),
  }
}

const pathAt = (place: Place, { address }: Endpoint): string => {
  const path = address.path.replaceAll(
    /\{(\w+)\}/g,
    (_braces, name: string) => place.ids[name] ?? '00000000-0000-4000-8000-000000000000',
  )
  return address.action === undefined
    ? path
    : `${path}?${address.actionParameter}=${address.action}`
}

/** Method and path of everything that is served, and of what is not. */
const requestsTo = (place: Place): (readonly [method: string, path: string])[] => {
  const operationRequests = [restDialect, apiDialect].flatMap((dialect) =>
    routesOf(operations, (operation) => dialect.addresses(operation)).flatMap((route) =>
      route.endpoints.map((endpoint) => [route.method, pathAt(place, endpoint)] as const),
    ),
  )
  const transfers = place.capabilities.flatMap((path) =>
    ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS'].flatMap((method) => [
      [method, path] as const,
      [method, `${path}?parts`] as const,
      [method, `${path}/more`] as const,
      [method, path.replace('/transfers/', '/transfers/x/')] as const,
      [method, path.replace('/transfers/', '/Transfers/')] as const,
    ]),
  )
  const others = ['/', '/healthz', '/readyz', '/metrics', '/rest/nothing', '/api/nothing', '/sdk']
  return [...operationRequests, ...transfers, ...others.map((path) => ['GET', path] as const)]
}

/** Bodies that hold a password where nobody asks for one, or are no JSON at all. */
const bodies = [
  JSON.stringify({ password: typed }),
  JSON.stringify({ name: { secret: typed } }),
  `{"password": "${typed}`,
]

const isSignIn = (method: string, path: string): boolean =>
  method === 'POST' && path.endsWith('/session')

let place: Place
/** The texts of errors, each with the request that they answer. */
const errors: string[] = []

beforeAll(async () => {
  place = await openPlace()
  const requests = requestsTo(place)
  const walk = async (): Promise<void> => {
    for (const [method, path] of requests) {
      for (const [index, headers] of place.headers.entries()) {
        const hasBody = !['GET', 'HEAD'].includes(method)
        const body = bodies[index % bodies.length] ?? ''
        const sent = { 'content-type': 'application/json', ...headers }
        const response = await place.app.send(method, path, {
          headers: sent,
          ...(hasBody && !isSignIn(method, path) && { body }),
        })
        const text = await response.text()
        if (response.status >= 400) errors.push(`${response.status} ${text}`)
      }
    }
  }
  await walk()
  place.failStore()
  await walk()
})

describe('what walked over every route', () => {
  it('met every kind of answer', () => {
    const statuses = new Set(errors.map((text) => text.slice(0, 3)))
    expect([...statuses].toSorted()).toEqual(['400', '401', '404', '500', '503'])
    expect(place.app.logged.length).toBeGreaterThan(1000)
    expect(place.app.logged.some(({ level }) => level === 'error')).toBe(true)
  })

  it.each([
    'token',
    'cookie',
    'password',
    'Basic',
    'typed password',
    'metrics token',
    'upload URL',
    'download URL',
  ])('left no %s in a log, a metric or an error', (name) => {
    const secret = place.secrets.get(name) ?? ''
    expect(secret.length).toBeGreaterThan(8)
    const { app } = place
    const lines = app.logged.map(({ cause, ...line }) =>
      [JSON.stringify(line), cause instanceof Error ? cause.stack : String(cause)].join('\n'),
    )
    const metrics = writeExposition(app.metrics.families())
    for (const text of [...lines, ...metrics.split('\n'), ...errors])
      expect(text.includes(secret), text).toBe(false)
  })
})
