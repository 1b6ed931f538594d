import { describe, expect, it } from 'vitest'
import { createMetrics } from '@accession/core'
import { operations } from '@accession/core/contract'
import { errorTypes } from '@accession/core/errors'
import { metricCatalog } from '@accession/core/ports'
import { createTestWorld, measured, parseExposition } from '@accession/core/testing'
import type { ParsedSample } from '@accession/core/testing'
import { createApp } from '../src/index.ts'
import { basic, openTestApp, whileTimePasses } from './test-app.ts'
import type { TestApp } from './test-app.ts'
import { addPushFile, filesOf, makeItem, makeSession } from './update-session-fixture.ts'

const token = 'token-for-scrapers-0123'

const openMeasured = () => openTestApp({}, {}, { token })

const scrape = async (app: TestApp, headers = { authorization: `Bearer ${token}` }) => {
  const response = await app.send('GET', '/metrics', { headers })
  expect(response.status).toBe(200)
  return response.text()
}

const samplesOf = (text: string, name: string): readonly ParsedSample[] =>
  parseExposition(text).get(name)?.samples ?? []

/** A session with an upload, a complete and a download; answers every address on the way. */
const work = async (app: TestApp) => {
  const as = await app.signIn('admin')
  const item = await makeItem(app, as)
  const session = await makeSession(app, as, item)
  const upload = await addPushFile(app, as, session, 'disk of ada.iso')
  await app.send('PUT', upload, { body: '12345' })
  const complete = `/api/content/library/item/update-session/${session}?action=complete`
  await app.send('POST', complete, { headers: as })
  const [file] = await filesOf(app, as, item)
  const download = new URL(file?.file_download_endpoint ?? '').pathname
  expect(await (await app.send('GET', download)).text()).toBe('12345')
  return { item, session, upload, download, secret: as['vmware-api-session-id'] ?? '' }
}

describe('metrics', () => {
  it('tell of work in the text of Prometheus', async () => {
    const app = openMeasured()
    await work(app)
    await scrape(app)
    const response = await app.send('GET', '/metrics', {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    const text = await response.text()
    const requests = samplesOf(text, 'accession_http_requests_total').map(({ labels, value }) => [
      labels['operation'],
      labels['dialect'],
      labels['status'],
      value,
    ])
    expect(requests).toEqual(
      expect.arrayContaining([
        ['session.create', 'api', '2xx', 1],
        ['updateSession.create', 'api', '2xx', 1],
        ['updateSession.complete', 'api', '2xx', 1],
        ['upload', 'none', '2xx', 1],
        ['download', 'none', '2xx', 1],
        ['metrics', 'none', '2xx', 1],
      ]),
    )
    const bytes = samplesOf(text, 'accession_transfer_bytes_total').map(({ value }) => value)
    expect(bytes).toEqual([5, 5, 0, 0])
    expect(measured(app.metrics, 'accession_downloads_total', { outcome: 'sent' })).toBe(1)
    expect(measured(app.metrics, 'accession_transfers_running')).toBe(0)
  })

  it('tell of both spellings, of errors, and of the time requests took', async () => {
    const app = openMeasured()
    await app.send('GET', '/rest/com/vmware/cis/session')
    await app.send('GET', '/api/session')
    const requests = (labels: Record<string, string>) =>
      measured(app.metrics, 'accession_http_requests_total', labels)
    expect(requests({ dialect: 'rest', status: '4xx' })).toBe(1)
    expect(requests({ dialect: 'api', status: '4xx' })).toBe(1)
    const errors = { error_type: 'UNAUTHENTICATED' }
    expect(measured(app.metrics, 'accession_http_errors_total', errors)).toBe(2)
    expect(measured(app.metrics, 'accession_http_request_duration_seconds')).toBe(2)
  })

  it('hold no id, no name, no address and no secret', async () => {
    const app = openMeasured()
    const { item, session, upload, download, secret } = await work(app)
    const text = await scrape(app)
    const [, , , owner = '', file = '', mac = ''] = upload.split('/')
    for (const kept of [item, session, secret, owner, file, mac, token, download, 'ada', 'user-'])
      expect(text.includes(kept), kept).toBe(false)
  })

  it('make no label of what a client sends', async () => {
    const app = openMeasured()
    const as = await app.signIn('viewer')
    for (let index = 0; index < 200; index++) {
      await app.send(index % 2 === 0 ? 'GET' : `ODD${index}`, `/api/odd-${index}/x`)
      await app.send('POST', `/rest/odd-${index}?~action=odd-${index}`, { json: { [index]: 1 } })
      await app.send('POST', `/api/content/library/item?action=odd-${index}`, { headers: as })
      await app.send('GET', `/api/content/library/item/odd-${index}`, { headers: as })
      await app.send('PUT', `/transfers/upload/odd-${index}/b/c/d`, { body: 'x' })
      await app.send('GET', `/transfers/file/odd-${index}/b/c/d`)
    }
    const metrics = parseExposition(await scrape(app))
    const operationLabels = new Set(
      [...metrics.values()].flatMap(({ samples }) =>
        samples.map(({ labels }) => labels['operation']),
      ),
    )
    operationLabels.delete(undefined)
    expect(operationLabels).toEqual(
      new Set(['download', 'item.get', 'other', 'session.create', 'upload']),
    )
    expect(JSON.stringify([...metrics])).not.toMatch(/odd/i)
  })

  it('are bounded, whatever is done: every label is listed, or of a closed type', () => {
    const asked = operations.map(({ name }) => name)
    const others = ['upload', 'download', 'upkeep', 'health', 'metrics', 'other']
    const bounds: Readonly<Record<string, number>> = {
      operation: asked.length + others.length,
      error_type: Object.keys(errorTypes).length,
      version: 1,
      runtime: 1,
    }
    for (const [name, metric] of Object.entries(metricCatalog)) {
      const labels = 'labels' in metric ? Object.entries<unknown>(metric.labels) : []
      const series = labels.reduce(
        (product, [label, values]) =>
          product * (Array.isArray(values) ? values.length : (bounds[label] ?? Infinity)),
        1,
      )
      const lines = series * ('bounds' in metric ? metric.bounds.length + 3 : 1)
      expect(lines, name).toBeLessThan(2_000)
    }
  })
})

const status = async (app: TestApp, headers: Record<string, string>) =>
  (await whileTimePasses(app, app.send('GET', '/metrics', { headers }))).status

describe('who may read metrics', () => {
  it('is a scraper with the token', async () => {
    const app = openMeasured()
    expect(await status(app, { authorization: `Bearer ${token}` })).toBe(200)
    expect(await status(app, { authorization: `bearer  ${token}` })).toBe(200)
    for (const wrong of ['x', `${token}x`, token.slice(1), token.toUpperCase()])
      expect(await status(app, { authorization: `Bearer ${wrong}` }), wrong).toBe(401)
  })

  it('is nobody by a token where the host set none', async () => {
    const app = openTestApp({}, {}, {})
    for (const claimed of ['undefined', 'null', token])
      expect(await status(app, { authorization: `Bearer ${claimed}` })).toBe(401)
    expect(await status(app, { authorization: 'Bearer' })).toBe(401)
  })

  it('is a user who may read everything, by password or session', async () => {
    const app = openMeasured()
    expect(await status(app, await app.signIn('viewer'))).toBe(200)
    const { name } = await app.addUser({ grants: [{ role: 'admin', libraryId: null }] })
    expect(await status(app, basic(name))).toBe(200)
    expect(await status(app, basic(name, 'wrong'))).toBe(401)
  })

  it('is not a user of one library, nor one without a role', async () => {
    const app = openMeasured()
    const { id: libraryId } = await app.addLibrary()
    const { name } = await app.addUser({ grants: [{ role: 'admin', libraryId }] })
    expect(await status(app, basic(name))).toBe(403)
    expect(await status(app, await app.signIn())).toBe(403)
  })

  it('is not whoever comes from the same machine', async () => {
    const app = openTestApp({ clientAddress: () => '127.0.0.1' }, {}, { token })
    const response = await app.send('GET', '/metrics')
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([
      401,
      'Basic realm="content library", charset="UTF-8"',
    ])
  })

  it('is nobody where the host serves none', async () => {
    const app = openTestApp()
    expect(await status(app, await app.signIn('admin'))).toBe(404)
  })
})

it('a registry may be served that another world tells', async () => {
  const { world } = createTestWorld()
  const registry = createMetrics()
  const app = createApp(world, { metrics: { registry, token } })
  const response = await app.request('/metrics', { headers: { authorization: `Bearer ${token}` } })
  expect(parseExposition(await response.text()).size).toBeGreaterThan(5)
})
