import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  createClient,
  downloadItem,
  uploadItem,
  type Digest,
  type DownloadOptions,
  type SentFile,
  type UploadOptions,
} from '../src/index.ts'
import { startStub, type Answer, type Seen } from './stub-server.ts'

const createDigest = (algorithm: string): Digest => {
  const hash = createHash(algorithm.toLowerCase())
  return { update: (bytes) => hash.update(bytes), hex: () => hash.digest('hex') }
}
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

const updates = '/api/content/library/item/update-session'
const names = ['a', 'b', 'c', 'd', 'e', 'f']

/** The right answer to each call of an upload into an item that exists. */
const answerUpload =
  (listed: readonly object[] = []) =>
  ({ method, target, body, headers }: Seen): Answer => {
    if (target === updates) return { status: 201, json: 'session' }
    if (target === `${updates}/session/file` && method === 'POST') {
      const { name } = JSON.parse(body) as { name: string }
      const upload_endpoint = { uri: `http://${headers.host}/upload/${name}` }
      return { status: 201, json: { name, status: 'WAITING_FOR_TRANSFER', upload_endpoint } }
    }
    if (target === `${updates}/session/file`) return { json: listed }
    if (target === `${updates}/session` && method === 'GET') return { json: { state: 'DONE' } }
    return { status: 204 }
  }

const upload = (url: string, more: Partial<UploadOptions> = {}) =>
  uploadItem(createClient({ server: url, token: 'T', spelling: 'api' }), {
    item: 'item',
    files: [{ name: 'a', size: 5, open: () => new Blob(['bytes']).stream() }],
    ...more,
  })

describe('an upload', () => {
  it.each([
    [undefined, 3],
    [2, 2],
    [1, 1],
  ])('with atOnce %s sends no more than %s files at once, and all', async (atOnce, most) => {
    let underWay = 0
    let seenMost = 0
    const done: string[] = []
    const waiting: (() => void)[] = []
    const client = createClient({
      server: 'http://library.test',
      token: 'T',
      spelling: 'api',
      fetch: async (input, init) => {
        const request = new Request(input, init)
        const { pathname } = new URL(request.url)
        if (request.method === 'PUT') {
          seenMost = Math.max(seenMost, ++underWay)
          // Each waits until so many are there, but the last, for which no other comes.
          if (underWay < most && done.length < names.length - most) {
            await new Promise<void>((resolve) => waiting.push(resolve))
          } else waiting.splice(0).forEach((resolve) => resolve())
          underWay--
          done.push(pathname.slice(-1))
          return new Response(null, { status: 204 })
        }
        const { status = 200, json } = answerUpload()({
          method: request.method,
          target: pathname,
          headers: { host: 'library.test' },
          body: await request.text(),
        })
        return json === undefined ? new Response(null, { status }) : Response.json(json, { status })
      },
    })
    const files = names.map((name) => ({ name, size: 5, open: () => new Blob(['bytes']) }))
    await uploadItem(client, { item: 'item', files, ...(atOnce && { atOnce }) })
    expect(seenMost).toBe(most)
    expect(done.toSorted()).toEqual(names)
  })

  it('stops the other files when one fails, before it takes back what it began', async () => {
    await using stub = await startStub((seen) => {
      if (seen.target === '/upload/b') {
        return { status: 400, json: { error_type: 'INVALID_ARGUMENT', messages: [] } }
      }
      return seen.method === 'PUT' ? { hang: true } : answerUpload()(seen)
    })
    const files = names.map((name) => ({ name, size: 5, open: () => new Blob(['bytes']) }))
    await expect(upload(stub.url, { files })).rejects.toMatchObject({ type: 'INVALID_ARGUMENT' })
    expect(stub.seen.filter(({ method }) => method === 'PUT').length).toBeLessThanOrEqual(3)
    expect(stub.seen.at(-1)).toMatchObject({ method: 'DELETE', target: `${updates}/session` })
  })

  it('declares the digest of a Blob, so that the server checks it', async () => {
    const sent: SentFile[] = []
    await using stub = await startStub(answerUpload())
    const files = [{ name: 'a', size: 5, open: () => new Blob(['bytes']) }]
    await upload(stub.url, { files, createDigest, onSent: (file) => sent.push(file) })
    const checksum = { algorithm: 'SHA256', checksum: sha256('bytes') }
    expect(stub.seen.map(({ body }) => body)).toContainEqual(
      JSON.stringify({ name: 'a', source_type: 'PUSH', size: 5, checksum_info: checksum }),
    )
    expect(sent).toEqual([{ name: 'a', size: 5, checksum, isVerified: true }])
  })

  it.each([
    ['nothing', {}, false],
    [
      'the same',
      { checksum_info: { algorithm: 'SHA256', checksum: sha256('bytes').toUpperCase() } },
      true,
    ],
    ['another kind of checksum', { checksum_info: { checksum: 'ab' } }, false],
  ])('digests a stream on its way; the server tells of %s', async (_, told, isVerified) => {
    const sent: SentFile[] = []
    const info = { name: 'a', status: 'READY', size: 5, bytes_transferred: 5, ...told }
    await using stub = await startStub(answerUpload([info]))
    await upload(stub.url, { createDigest, onSent: (file) => sent.push(file) })
    const checksum = { algorithm: 'SHA256', checksum: sha256('bytes') }
    expect(sent).toEqual([{ name: 'a', size: 5, checksum, isVerified }])
  })

  it.each([
    ['checksum', { checksum_info: { algorithm: 'SHA256', checksum: 'ab' } }, 'checksum differs'],
    ['size', { size: 4 }, 'the server has 4'],
    ['status', { status: 'ERROR' }, 'a was refused'],
  ])('does not complete where the server tells of another %s', async (_, told, message) => {
    const info = { name: 'a', status: 'READY', size: 5, bytes_transferred: 5, ...told }
    await using stub = await startStub(answerUpload([info]))
    await expect(upload(stub.url, { createDigest })).rejects.toThrow(message)
    const targets = stub.seen.map(({ target }) => target)
    expect(targets).not.toContain(`${updates}/session?action=complete`)
    expect(targets).toContain(`${updates}/session?action=cancel`)
  })

  it('is given up when nothing moves, and closes what it read', async () => {
    let isClosed = false
    let puts = 0
    const crawling = () =>
      new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(new Uint8Array(1)),
        cancel: () => void (isClosed = true),
      })
    await using stub = await startStub((seen) => {
      if (seen.target.endsWith('/file/a')) {
        return { json: { name: 'a', status: 'WAITING_FOR_TRANSFER', bytes_transferred: 0 } }
      }
      return answerUpload()(seen)
    })
    const files = [{ name: 'a', size: 5, open: () => (puts++, crawling()) }]
    await expect(upload(stub.url, { files, idleTimeoutMs: 30 })).rejects.toMatchObject({
      reason: 'timed_out',
      message: 'upload of a: nothing has moved for 30 milliseconds',
    })
    expect(isClosed).toBe(true)
    expect(puts).toBe(4)
  })
})

it('asks the server how far a Blob has come, which is no idling', async () => {
  const told: number[] = []
  const stop = new AbortController()
  let count = 0
  await using stub = await startStub((seen) => {
    if (seen.method === 'PUT') return { hang: true }
    if (!seen.target.endsWith('/file/a')) return answerUpload()(seen)
    count = Math.min(count + 1, 3)
    return { json: { name: 'a', status: 'TRANSFERRING', bytes_transferred: count } }
  })
  const running = upload(stub.url, {
    files: [{ name: 'a', size: 5, open: () => new Blob(['bytes']) }],
    idleTimeoutMs: 3_000,
    onProgress: ({ fileBytes }) => {
      if (told.at(-1) !== fileBytes) told.push(fileBytes)
      if (fileBytes === 3) stop.abort(new Error('far enough'))
    },
    signal: stop.signal,
  })
  await expect(running).rejects.toThrow('far enough')
  expect(told).toEqual([0, 1, 2, 3])
})

const downloads = '/api/content/library/item/download-session'
const text = 'one two three four'

const answerDownload =
  (transfer: (seen: Seen) => Answer) =>
  (seen: Seen): Answer => {
    const { method, target } = seen
    const file = {
      name: 'a',
      status: 'PREPARED',
      size: text.length,
      bytes_transferred: 0,
      download_endpoint: { uri: '/download/a' },
      checksum_info: { algorithm: 'SHA256', checksum: sha256(text) },
    }
    if (target === downloads) return { status: 201, json: 'session' }
    if (target === '/download/a') return transfer(seen)
    if (target.endsWith('/file')) return { json: [file] }
    return method === 'DELETE' ? { status: 204 } : { json: file }
  }

const download = async (url: string, more: Partial<DownloadOptions> = {}) => {
  let got = ''
  await downloadItem(createClient({ server: url, token: 'T', spelling: 'api' }), {
    itemId: 'item',
    createDigest,
    open: () =>
      new WritableStream<Uint8Array>({
        write: (piece) => void (got += new TextDecoder().decode(piece)),
      }),
    ...more,
  })
  return got
}

const etag = '"v1"'
/** The first answer breaks off after seven letters. */
const broken = (headers: Readonly<Record<string, string>> = { etag }): Answer => ({
  headers: { 'content-length': String(text.length), ...headers },
  text: text.slice(0, 7),
  cut: true,
})

/** A server whose downloads break once. */
const breaking = (first: Answer, then: (range: string | undefined) => Answer) => {
  let count = 0
  return startStub(answerDownload(({ headers }) => (++count === 1 ? first : then(headers.range))))
}

describe('a download that breaks', () => {
  it('goes on where it broke, held to the very bytes', async () => {
    await using stub = await breaking(broken(), () => ({
      status: 206,
      headers: { etag, 'content-range': `bytes 7-17/18` },
      text: text.slice(7),
    }))
    expect(await download(stub.url)).toBe(text)
    const [, again] = stub.seen.filter(({ target }) => target === '/download/a')
    expect(again?.headers).toMatchObject({ range: 'bytes=7-', 'if-range': etag })
  })

  it('goes on where a part begins that is longer than asked for', async () => {
    await using stub = await breaking(broken(), () => ({
      status: 206,
      headers: { etag, 'content-range': `bytes 4-17/18` },
      text: text.slice(4),
    }))
    expect(await download(stub.url)).toBe(text)
  })

  it('skips what it has where a server sends everything again', async () => {
    await using stub = await breaking(broken({}), () => ({ text }))
    expect(await download(stub.url)).toBe(text)
    const [, again] = stub.seen.filter(({ target }) => target === '/download/a')
    expect(again?.headers).not.toHaveProperty('if-range')
  })

  it('is not mended with bytes of another version', async () => {
    await using stub = await breaking(broken(), () => ({ headers: { etag: '"v2"' }, text }))
    await expect(download(stub.url)).rejects.toThrow('a has changed while it was downloaded')
  })

  it('is not mended with another part than was asked for', async () => {
    await using stub = await breaking(broken(), () => ({
      status: 206,
      headers: { etag, 'content-range': `bytes 9-17/18` },
      text: text.slice(9),
    }))
    await expect(download(stub.url)).rejects.toThrow('another part')
  })

  it('waits as long as the server asks for', async () => {
    const busy = { error_type: 'SERVICE_UNAVAILABLE', messages: [] }
    const first = { status: 503, json: busy, headers: { 'retry-after': '0' } }
    await using stub = await breaking(first, () => ({ text }))
    expect(await download(stub.url)).toBe(text)
  })

  it('goes on when nothing arrives any more', async () => {
    let count = 0
    const client = createClient({
      server: 'http://library.test',
      token: 'T',
      spelling: 'api',
      fetch: async (input, init) => {
        const { method, url, headers, signal } = new Request(input, init)
        const { pathname: target, search } = new URL(url)
        const range = headers.get('range')
        const {
          status = 200,
          json,
          text: body,
        } = answerDownload(() => ({ text }))({
          method,
          target: target + search,
          headers: {},
          body: '',
        })
        if (json !== undefined) return Response.json(json, { status })
        if (body === undefined || body === '') return new Response(null, { status })
        if (++count === 1) {
          const silent = new ReadableStream<Uint8Array>({
            start(controller) {
              controller.enqueue(new TextEncoder().encode(text.slice(0, 7)))
              signal.addEventListener('abort', () => controller.error(signal.reason))
            },
          })
          return new Response(silent, { headers: { etag } })
        }
        return new Response(text.slice(Number(range?.slice('bytes='.length, -1))), { status: 206 })
      },
    })
    let got = ''
    const write = (piece: Uint8Array) => void (got += new TextDecoder().decode(piece))
    await downloadItem(client, {
      itemId: 'item',
      createDigest,
      idleTimeoutMs: 50,
      open: () => new WritableStream({ write }),
    })
    expect(got).toBe(text)
    expect(count).toBe(2)
  })
})
