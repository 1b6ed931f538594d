import { describe, expect, it } from 'vitest'
import { sweep } from '@accession/core'
import { certificates } from '@accession/core/testing'
import { basic, openTestApp, whileTimePasses } from './test-app.ts'
import type { TestApp } from './test-app.ts'
import { addPushFile, makeItem, makeSession } from './update-session-fixture.ts'

const address = '192.0.2.7'

interface Place {
  readonly app: TestApp
  readonly as: Record<string, string>
  /** The name of who calls. */
  readonly user: string
  readonly library: string
  readonly item: string
  readonly session: string
  readonly download: string
}

const content = '/api/content'
const updates = `${content}/library/item/update-session`
const downloads = `${content}/library/item/download-session`

const openPlace = async (): Promise<Place> => {
  const app = openTestApp({ clientAddress: () => address })
  const { name: user } = await app.addUser({
    name: 'ada',
    grants: [{ role: 'admin', libraryId: null }],
  })
  const token = await app.send('POST', '/api/session', { headers: basic(user) })
  const as = { 'vmware-api-session-id': (await token.json()) as string }
  const item = await makeItem(app, as)
  const shown = await app.send('GET', `${content}/library/item/${item}`, { headers: as })
  const { library_id: library } = (await shown.json()) as { library_id: string }
  const session = await makeSession(app, as, item)
  const begun = await app.send('POST', downloads, { headers: as, json: { library_item_id: item } })
  const download = (await begun.json()) as string
  return { app, as, user, library, item, session, download }
}

type Call = readonly [method: string, path: string, json?: unknown]

const urn = 'urn:vmomi:vm:vm-12'

const backing = [{ type: 'DATASTORE', datastore_id: 'datastore-1' }]

/** What is done, the event that tells of it, and which entities the line names. */
const actions: readonly (readonly [
  event: string,
  call: (place: Place) => Call,
  named: (place: Place, answer: unknown) => Record<string, unknown>,
])[] = [
  [
    'library.create',
    () => ['POST', `${content}/local-library`, { name: 'new', storage_backings: backing }],
    (_place, library) => ({ library }),
  ],
  [
    'library.update',
    ({ library }) => ['PATCH', `${content}/local-library/${library}`, { description: 'new' }],
    ({ library }) => ({ library }),
  ],
  [
    'library.update',
    ({ library }) => ['PATCH', `${content}/library/${library}`, { description: 'new' }],
    ({ library }) => ({ library }),
  ],
  [
    'library.delete',
    ({ library }) => ['DELETE', `${content}/local-library/${library}`],
    ({ library }) => ({ library }),
  ],
  [
    'library.delete',
    ({ library }) => ['POST', `${content}/library/${library}?action=force-delete`],
    ({ library }) => ({ library }),
  ],
  [
    'library.enter_maintenance',
    ({ library }) => ['POST', `${content}/library/${library}?action=enter-maintenance`],
    ({ library }) => ({ library }),
  ],
  [
    'library_usage.add',
    ({ library }) => ['POST', `${content}/library/${library}/usages`, { resource_urn: urn }],
    ({ library }, usage) => ({ library, usage, urn }),
  ],
  [
    'configuration.update',
    () => ['PATCH', `${content}/configuration`, { maximum_concurrent_item_syncs: 2 }],
    () => ({ names: 'maximum_concurrent_item_syncs' }),
  ],
  [
    'trusted_certificate.create',
    () => ['POST', `${content}/trusted-certificates`, { cert_text: certificates.rsa }],
    (_place, certificate) => ({ certificate }),
  ],
  [
    'item.create',
    ({ library }) => ['POST', `${content}/library/item`, { library_id: library, name: 'new' }],
    (_place, item) => ({ item }),
  ],
  [
    'item.copy',
    ({ item, library }) => [
      'POST',
      `${content}/library/item/${item}?action=copy`,
      { library_id: library, name: 'copy' },
    ],
    ({ item }, copy) => ({ item: copy, source: item }),
  ],
  [
    'item.update',
    ({ item }) => ['PATCH', `${content}/library/item/${item}`, { description: 'new' }],
    ({ item }) => ({ item }),
  ],
  [
    'item.delete',
    ({ item }) => ['DELETE', `${content}/library/item/${item}`],
    ({ item }) => ({ item }),
  ],
  [
    'update_session.complete',
    ({ session }) => ['POST', `${updates}/${session}?action=complete`],
    ({ session, item }) => ({ session, item }),
  ],
  [
    'update_session.cancel',
    ({ session }) => ['POST', `${updates}/${session}?action=cancel`],
    ({ session }) => ({ session }),
  ],
  [
    'update_session.fail',
    ({ session }) => [
      'POST',
      `${updates}/${session}?action=fail`,
      { client_error_message: 'no more' },
    ],
    ({ session }) => ({ session }),
  ],
  [
    'download_session.cancel',
    ({ download }) => ['POST', `${downloads}/${download}?action=cancel`],
    ({ download }) => ({ session: download }),
  ],
  [
    'download_session.fail',
    ({ download }) => [
      'POST',
      `${downloads}/${download}?action=fail`,
      { client_error_message: 'no more' },
    ],
    ({ download }) => ({ session: download }),
  ],
  [
    'download_session.delete',
    ({ download }) => ['DELETE', `${downloads}/${download}`],
    ({ download }) => ({ session: download }),
  ],
  ['session.delete', () => ['DELETE', '/api/session'], () => ({})],
]

const audited = (app: TestApp, from = 0) =>
  app.logged.slice(from).filter(({ level }) => level === 'audit')

const send = ({ app, as }: Place, [method, path, json]: Call) =>
  app.send(method, path, { headers: as, ...(json !== undefined && { json }) })

describe('who did what', () => {
  it.each(actions)('is told of %s, in one line', async (event, callOf, named) => {
    const place = await openPlace()
    const before = place.app.logged.length
    const response = await send(place, callOf(place))
    const text = await response.text()
    expect([200, 201, 204]).toContain(response.status)
    const request_id = response.headers.get('x-request-id')
    const entities = named(place, text === '' ? undefined : JSON.parse(text))
    const fields = { ...entities, user: place.user, address, request_id }
    expect(audited(place.app, before)).toEqual([{ level: 'audit', event, fields }])
  })

  it('is told of what was made for a place, and of a session that is deleted', async () => {
    const place = await openPlace()
    await send(place, ['POST', `${updates}/${place.session}?action=cancel`])
    await send(place, ['DELETE', `${updates}/${place.session}`])
    const { user, session, item, library, download } = place
    const by = { user, address, request_id: expect.any(String) }
    expect(audited(place.app).map(({ event, fields }) => [event, fields])).toEqual([
      ['session.create', by],
      ['library.create', { library, ...by }],
      ['item.create', { item, ...by }],
      ['update_session.create', { session, ...by }],
      ['download_session.create', { session: download, item, ...by }],
      ['update_session.cancel', { session, ...by }],
      ['update_session.delete', { session, ...by }],
    ])
  })

  it('is told of what is published, and of what is published no longer', async () => {
    const place = await openPlace()
    const { library, user } = place
    const path = `${content}/local-library/${library}`
    const before = place.app.logged.length
    const changes = [
      { published: true },
      { published: true, authentication_method: 'BASIC', password: 'a publish password' },
      { published: false, current_password: 'wrong' },
      { published: false, current_password: 'a publish password' },
    ]
    for (const publish_info of changes) await send(place, ['PATCH', path, { publish_info }])
    const by = { library, user, address, request_id: expect.any(String) }
    const published = audited(place.app, before).filter(({ event }) => event !== 'library.update')
    expect(published.map(({ event, fields }) => [event, fields])).toEqual([
      ['library.publish', { ...by, method: 'NONE' }],
      ['library.publish', { ...by, method: 'BASIC' }],
      ['library.unpublish', by],
    ])
    expect(JSON.stringify(place.app.logged)).not.toContain('a publish password')
  })

  it.each(actions)('is not told of %s that was refused', async (_event, callOf) => {
    const place = await openPlace()
    const nobody = { ...place, as: await place.app.signIn() }
    const before = place.app.logged.length
    const call = callOf(place)
    // Signing out is allowed to everybody: there the token is what is missing.
    const isSignOut = call[1] === '/api/session'
    const response = await send(isSignOut ? { ...place, as: {} } : nobody, call)
    expect([401, 403, 404]).toContain(response.status)
    expect(audited(place.app, before)).toEqual([])
  })

  it('tells of whose session ended, when its item or its library is deleted', async () => {
    for (const path of [
      ({ item }: Place) => `${content}/library/item/${item}`,
      ({ library }: Place) => `${content}/local-library/${library}`,
    ]) {
      const place = await openPlace()
      const other = await place.app.signIn('admin')
      await send({ ...place, as: other }, ['DELETE', path(place)])
      const before = place.app.logged.length
      while ((await sweep(place.app.world)).more);
      const { session, item, user } = place
      expect(audited(place.app, before)).toEqual([
        {
          level: 'audit',
          event: 'update_session.end_with_item',
          fields: { session, item, user },
        },
      ])
    }
  })

  it('tells of sessions that expired', async () => {
    const place = await openPlace()
    await place.app.clock.advance(place.app.world.settings.sessionTimeoutMs + 1)
    const before = place.app.logged.length
    while ((await sweep(place.app.world)).more);
    const { session, download, user } = place
    expect(audited(place.app, before)).toMatchObject([
      { event: 'update_session.expire', fields: { session, user } },
      { event: 'download_session.expire', fields: { session: download } },
    ])
  })
})

const failing = async (app: TestApp, authorization: string, path = '/api/session') => {
  const sent = app.send('GET', path, { headers: { authorization } })
  const response = await whileTimePasses(app, sent)
  expect(response.status).toBe(401)
  return response.headers.get('x-request-id')
}

describe('a sign-in that fails', () => {
  it('is told with the user, if there is one, and never with what was typed', async () => {
    const app = openTestApp({ clientAddress: () => address })
    await app.addUser({ name: 'ada' })
    const known = await failing(app, basic('ada', 'a wrong password')['authorization'] ?? '')
    // People type their password where the name belongs.
    const unknown = await failing(app, basic('my password', 'x')['authorization'] ?? '')
    expect(audited(app)).toEqual([
      {
        level: 'audit',
        event: 'access.sign_in_failed',
        fields: { user: 'ada', address, request_id: known },
      },
      {
        level: 'audit',
        event: 'access.sign_in_failed',
        fields: { user: undefined, address, request_id: unknown },
      },
    ])
    expect(JSON.stringify(app.logged)).not.toMatch(/a wrong password|my password/)
  })

  it('is told of a token for metrics, too', async () => {
    const token = '0123456789abcdef'
    const app = openTestApp({ clientAddress: () => address }, {}, { token })
    const request_id = await failing(app, 'Bearer fedcba9876543210', '/metrics')
    expect(audited(app)).toEqual([
      { level: 'audit', event: 'access.metrics_refused', fields: { address, request_id } },
    ])
  })
})

it('an upload and a download are told of by their session, not by their bytes', async () => {
  const place = await openPlace()
  const before = place.app.logged.length
  const path = await addPushFile(place.app, place.as, place.session, 'disk.iso')
  expect((await place.app.send('PUT', path, { body: 'x' })).status).toBe(200)
  expect(audited(place.app, before)).toEqual([])
})
