import { createMemoryBlobStore } from '@accession/core/memory'
import { defaultSettings } from '@accession/core'
import { beforeEach, describe, expect, it } from 'vitest'
import { openTestApp } from './test-app.ts'
import type { TestApp } from './test-app.ts'
import { addPushFile, filesOf, makeItem, makeSession } from './update-session-fixture.ts'

let app: TestApp
let as: Record<string, string>
let path: string

beforeEach(async () => {
  const presigning = {
    uploadUrl: async () => 'https://bucket.test/upload',
    downloadUrl: async (_: string, { headers, seconds }: { headers: object; seconds: number }) =>
      `https://bucket.test/bytes?${new URLSearchParams({ ...headers, seconds: String(seconds) }).toString()}`,
    arrived: async () => undefined,
  }
  const blobs = { ...createMemoryBlobStore(), presigning }
  app = openTestApp({}, { blobs, settings: { ...defaultSettings, presignedDownloads: true } })
  as = await app.signIn('admin')
  const item = await makeItem(app, as)
  const session = await makeSession(app, as, item)
  const upload = await addPushFile(app, as, session, 'disk 1.iso')
  await app.send('PUT', upload, { body: 'hello bytes' })
  await app.send('POST', `/api/content/library/item/update-session/${session}?action=complete`, {
    headers: as,
  })
  const [file] = await filesOf(app, as, item)
  path = new URL(file?.file_download_endpoint ?? 'about:blank').pathname
})

describe('a download that goes past the server', () => {
  it.each([{}, { range: 'bytes=0-4' }])('is sent on, with %j', async (headers) => {
    const response = await app.send('GET', path, { headers })
    expect([response.status, await response.text()]).toEqual([307, ''])
    expect(response.headers.get('cache-control')).toBe('no-store')
    const location = new URL(response.headers.get('location') ?? '')
    expect(location.origin).toBe('https://bucket.test')
    const asked = Object.fromEntries(location.searchParams)
    expect(asked).toMatchObject({ 'content-type': 'application/octet-stream', seconds: '300' })
    expect(asked['content-disposition']).toMatch(/^attachment; filename="disk 1\.iso"/)
  })

  it('is answered here where no bytes are asked for', async () => {
    const head = await app.send('HEAD', path)
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '11'])
    const etag = head.headers.get('etag') ?? ''
    const known = await app.send('GET', path, { headers: { 'if-none-match': etag } })
    expect(known.status).toBe(304)
    const beyond = await app.send('GET', path, { headers: { range: 'bytes=20-' } })
    expect(beyond.status).toBe(416)
  })

  it('needs the right address all the same', async () => {
    const forged = path.replace(/\/[^/]+\/disk/, '/forged/disk')
    expect((await app.send('GET', forged)).status).toBe(404)
  })
})

it('comes from here where that is not asked for', async () => {
  const { presigning, ...blobs } = app.world.blobs
  expect(presigning).toBeDefined()
  const plain = openTestApp({}, { blobs, store: app.world.store, ids: app.world.ids })
  const response = await plain.send('GET', path)
  expect([response.status, await response.text()]).toEqual([200, 'hello bytes'])
})
