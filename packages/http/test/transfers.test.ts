import { beforeEach, describe, expect, it } from 'vitest'
import { openTestApp, streamOf } from './test-app.ts'
import type { TestApp } from './test-app.ts'
import { addPushFile, filesOf, makeItem, makeSession } from './update-session-fixture.ts'

let app: TestApp
let as: Record<string, string>
let item: string
let session: string

beforeEach(async () => {
  app = openTestApp()
  as = await app.signIn('admin')
  item = await makeItem(app, as)
  session = await makeSession(app, as, item)
})

const complete = async () =>
  app.send('POST', `/api/content/library/item/update-session/${session}?action=complete`, {
    headers: as,
  })

const downloadPath = async (name: string): Promise<string> => {
  const file = (await filesOf(app, as, item)).find((one) => one.name === name)
  return new URL(file?.file_download_endpoint ?? 'about:blank').pathname
}

const errorOf = async (response: Response) => {
  const { error_type, messages } = (await response.json()) as {
    error_type: string
    messages: readonly { id: string }[]
  }
  return { status: response.status, type: error_type, id: messages[0]?.id }
}

describe('an upload', () => {
  it.each([
    { method: 'PUT', length: true },
    { method: 'PUT', length: false },
    { method: 'POST', length: true },
    { method: 'POST', length: false },
  ])('comes by $method, its length told: $length, and by its address alone', async (one) => {
    const path = await addPushFile(app, as, session, 'disk.iso', { size: 11 })
    const body = one.length ? 'hello bytes' : streamOf('hello ', 'bytes')
    const headers: Record<string, string> = one.length ? { 'content-length': '11' } : {}
    const response = await app.send(one.method, path, { headers, body })
    expect([response.status, await response.text()]).toEqual([200, ''])
    expect((await complete()).status).toBe(204)
    expect(await (await app.send('GET', await downloadPath('disk.iso'))).text()).toBe('hello bytes')
  })

  it('may have no byte', async () => {
    const path = await addPushFile(app, as, session, 'empty')
    expect((await app.send('PUT', path)).status).toBe(200)
    await complete()
    const got = await app.send('GET', await downloadPath('empty'), {
      headers: { range: 'bytes=0-' },
    })
    expect([got.status, await got.text()]).toEqual([200, ''])
  })

  it('takes identity as an encoding, and no other', async () => {
    const path = await addPushFile(app, as, session, 'disk.iso')
    const packed = await app.send('PUT', path, {
      headers: { 'content-encoding': 'gzip' },
      body: 'x',
    })
    expect(await errorOf(packed)).toEqual({
      status: 400,
      type: 'INVALID_ARGUMENT',
      id: 'accession.transfer.content_encoding',
    })
    const plain = await app.send('PUT', path, {
      headers: { 'content-encoding': 'identity' },
      body: 'x',
    })
    expect(plain.status).toBe(200)
  })

  it('comes whole', async () => {
    const path = await addPushFile(app, as, session, 'disk.iso')
    const response = await app.send('PUT', path, {
      headers: { 'content-range': 'bytes 0-0/2' },
      body: 'x',
    })
    expect(await errorOf(response)).toMatchObject({ id: 'accession.transfer.partial_upload' })
  })

  it.each([
    (path: string) => path.replace(/[^/]+(\/[^/]+)$/, 'forged$1'),
    (path: string) => path.replace(/[^/]+$/, 'other.iso'),
    (path: string) => path.replace('/upload/', '/upload/x'),
  ])('needs the very address it was given (%#)', async (forge) => {
    const path = forge(await addPushFile(app, as, session, 'disk.iso'))
    const response = await app.send('PUT', path, { headers: as, body: 'x' })
    expect(await errorOf(response)).toEqual({
      status: 404,
      type: 'NOT_FOUND',
      id: 'accession.transfer.capability_invalid',
    })
  })

  it('that is refused is read on for a while, so that its sender sees why', async () => {
    const path = await addPushFile(app, as, session, 'disk.iso', { size: 3 })
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (++sent === 20) controller.close()
        else controller.enqueue(new Uint8Array(10))
      },
    })
    const response = await app.send('PUT', path, { body })
    expect(await errorOf(response)).toMatchObject({
      status: 400,
      id: 'accession.transfer.larger_than_declared',
    })
    await expect.poll(() => sent).toBe(20)
  })

  it('that is refused is not read for ever', async () => {
    const path = await addPushFile(app, as, session, 'disk.iso', { size: 3 })
    let isGivenUp = false
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new Uint8Array(10)),
      cancel: () => void (isGivenUp = true),
    })
    const response = await app.send('PUT', path, { body })
    expect(response.status).toBe(400)
    expect(isGivenUp).toBe(false)
    await expect.poll(() => app.clock.advance(1_000).then(() => isGivenUp)).toBe(true)
  })

  it('that breaks off can be sent again', async () => {
    const path = await addPushFile(app, as, session, 'disk.iso')
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new Uint8Array(10)),
      pull: (controller) => controller.error(new Error('the connection is gone')),
    })
    const response = await app.send('PUT', path, { body })
    expect(await errorOf(response)).toMatchObject({
      status: 400,
      id: 'accession.transfer.interrupted',
    })
    expect((await app.send('PUT', path, { body: 'again' })).status).toBe(200)
  })
})

describe('a download', () => {
  const content = '0123456789'
  let path: string
  let etag: string

  beforeEach(async () => {
    const upload = await addPushFile(app, as, session, 'disk.iso')
    await app.send('PUT', upload, { body: content })
    await complete()
    path = await downloadPath('disk.iso')
    etag = (await app.send('HEAD', path)).headers.get('etag') ?? ''
  })

  const get = (headers: Record<string, string>) => app.send('GET', path, { headers })

  it('is never a page', async () => {
    const response = await get({})
    expect([response.status, await response.text()]).toEqual([200, content])
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'accept-ranges': 'bytes',
      'cache-control': expect.stringContaining('private'),
      'content-disposition': `attachment; filename="disk.iso"; filename*=UTF-8''disk.iso`,
      'content-length': '10',
      'content-security-policy': 'sandbox',
      'content-type': 'application/octet-stream',
      etag: expect.stringMatching(/^"[^"]+"$/),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
  })

  it('tells of itself by HEAD', async () => {
    const response = await app.send('HEAD', path, { headers: { range: 'bytes=1-2' } })
    expect([response.status, await response.text()]).toEqual([200, ''])
    expect(response.headers.get('content-length')).toBe('10')
    expect(response.headers.get('etag')).toBe(etag)
  })

  it.each([
    ['bytes=0-0', '0', 'bytes 0-0/10'],
    ['bytes=3-5', '345', 'bytes 3-5/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=7-99', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=-99', content, 'bytes 0-9/10'],
    ['Bytes=0-1', '01', 'bytes 0-1/10'],
  ])('answers the range %s', async (range, part, contentRange) => {
    const response = await get({ range })
    expect([response.status, await response.text()]).toEqual([206, part])
    expect(response.headers.get('content-range')).toBe(contentRange)
    expect(response.headers.get('content-length')).toBe(String(part.length))
  })

  it.each(['bytes=1-2,4-5', 'bytes=5-3', 'bytes=-', 'bytes=a-b', 'lines=1-2', 'bytes 1-2'])(
    'is whole where the range is %s',
    async (range) => {
      const response = await get({ range })
      expect([response.status, await response.text()]).toEqual([200, content])
    },
  )

  it.each(['bytes=10-', 'bytes=99-100', 'bytes=-0'])('has no %s', async (range) => {
    const response = await get({ range })
    expect(response.headers.get('content-range')).toBe('bytes */10')
    expect(await errorOf(response)).toEqual({
      status: 416,
      type: 'INVALID_ARGUMENT',
      id: 'accession.transfer.range_not_satisfiable',
    })
  })

  it('is a part only of what If-Range names', async () => {
    const range = 'bytes=3-5'
    expect((await get({ range, 'if-range': etag })).status).toBe(206)
    expect((await get({ range, 'if-range': '"other"' })).status).toBe(200)
    expect((await get({ range, 'if-range': `W/${etag}` })).status).toBe(200)
    expect((await get({ range, 'if-range': 'Sat, 31 Jan 2026 09:30:00 GMT' })).status).toBe(200)
  })

  it('is spared who has it', async () => {
    for (const listed of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const response = await get({ 'if-none-match': listed })
      expect([response.status, await response.text()]).toEqual([304, ''])
      expect(response.headers.get('etag')).toBe(etag)
    }
    expect((await get({ 'if-none-match': '"other"' })).status).toBe(200)
  })

  it('needs the very address', async () => {
    const response = await app.send('GET', `${path}x`, { headers: as })
    expect(await errorOf(response)).toMatchObject({ status: 404, type: 'NOT_FOUND' })
  })

  it('of a session ends with the session', async () => {
    const sessions = '/api/content/library/item/download-session'
    const made = await app.send('POST', sessions, { headers: as, json: { library_item_id: item } })
    const id = (await made.json()) as string
    const prepared = await app.send('POST', `${sessions}/${id}/file?action=prepare`, {
      headers: as,
      json: { file_name: 'disk.iso' },
    })
    const info = (await prepared.json()) as { download_endpoint: { uri: string } }
    const at = new URL(info.download_endpoint.uri).pathname
    const part = await app.send('GET', at, { headers: { range: 'bytes=3-5' } })
    expect(await part.text()).toBe('345')
    await app.send('DELETE', `${sessions}/${id}`, { headers: as })
    expect((await app.send('GET', at)).status).toBe(404)
  })
})

describe('a name', () => {
  it.each([
    '100%25 sure.iso',
    'a%41.iso',
    'a b+c#d?e&f=g.iso',
    'ü 漢字 🎈.iso',
    `it's "it" (*).iso`,
  ])('is never decoded twice: %s', async (name) => {
    const upload = await addPushFile(app, as, session, name)
    expect((await app.send('PUT', upload, { body: name })).status).toBe(200)
    expect((await complete()).status).toBe(204)
    expect((await filesOf(app, as, item)).map((file) => file.name)).toEqual([name])
    const response = await app.send('GET', await downloadPath(name))
    expect(await response.text()).toBe(name)
    const [, encoded = ''] =
      /filename\*=UTF-8''(.*)$/.exec(response.headers.get('content-disposition') ?? '') ?? []
    expect(encoded).toMatch(/^[\w.%!&+^`|~-]*$/)
    expect(decodeURIComponent(encoded)).toBe(name)
  })

  it.each(['a%2fb', 'a%5Cb', '..', 'a/b'])(
    'is refused where it could lead elsewhere: %s',
    async (name) => {
      const path = `/api/content/library/item/update-session/${session}/file`
      const response = await app.send('POST', path, {
        headers: as,
        json: { name, source_type: 'PUSH' },
      })
      expect(response.status).toBe(400)
    },
  )
})
