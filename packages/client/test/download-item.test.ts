import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import {
  createClient,
  downloadItem,
  openItem,
  type Digest,
  type DownloadOptions,
} from '../src/index.ts'
import { startStub, type Answer, type Seen } from './stub-server.ts'

const sessions = '/api/content/library/item/download-session'
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

const file = {
  name: 'a',
  status: 'PREPARED',
  size: 5,
  bytes_transferred: 0,
  download_endpoint: { uri: '/download/a' },
  checksum_info: { algorithm: 'SHA256', checksum: sha256('bytes').toUpperCase() },
}

const answerRightly = ({ target, method }: Seen): Answer => {
  if (target === sessions) return { status: 201, json: 'session' }
  if (target === '/download/a') return { text: 'bytes' }
  if (target.endsWith('/file')) return { json: [file] }
  return method === 'DELETE' ? { status: 204 } : { json: file }
}

const createDigest = (): Digest => {
  const hash = createHash('sha256')
  return { update: (bytes) => hash.update(bytes), hex: () => hash.digest('hex') }
}

const download = async (url: string, more: Partial<DownloadOptions> = {}) => {
  const place = { text: '', closed: false, aborted: false }
  const files = downloadItem(createClient({ server: url, token: 'T' }), {
    itemId: 'item',
    createDigest,
    open: () =>
      new WritableStream<Uint8Array>({
        write: (piece) => void (place.text += new TextDecoder().decode(piece)),
        close: () => void (place.closed = true),
        abort: () => void (place.aborted = true),
      }),
    ...more,
  })
  const error = await files.then(
    () => undefined,
    (reason: unknown) => reason as Error,
  )
  return { place, error, files: error ? [] : await files }
}

const last = (seen: readonly Seen[]) => `${seen.at(-1)?.method} ${seen.at(-1)?.target}`

it('fetches every file, verifies it, and ends the session', async () => {
  await using stub = await startStub(answerRightly)
  const { place, files } = await download(stub.url)
  expect(files).toEqual([{ name: 'a', size: 5 }])
  expect(place).toEqual({ text: 'bytes', closed: true, aborted: false })
  expect(last(stub.seen)).toBe(`DELETE ${sessions}/session`)
})

it('waits until a file is prepared', async () => {
  await using stub = await startStub((seen) =>
    seen.target.endsWith('prepare')
      ? { json: { name: 'a', status: 'PREPARING', bytes_transferred: 0 } }
      : answerRightly(seen),
  )
  expect((await download(stub.url)).place.closed).toBe(true)
})

it.each([
  ['too short', { text: 'byte' }, 'a has 5 bytes, but 4 arrived'],
  ['too long', { text: 'bytes!' }, 'a has 5 bytes, but 6 arrived'],
  ['damaged', { text: 'bites' }, 'its checksum differs'],
  ['gone', { status: 404, json: { error_type: 'NOT_FOUND', messages: [] } }, 'NOT_FOUND'],
  ['cut short', { text: 'byt', headers: { 'content-length': '5' }, cut: true }, 'connection broke'],
] satisfies [string, Answer, string][])(
  'keeps no bytes that are %s, and ends the session',
  async (_, answer, message) => {
    await using stub = await startStub((seen) =>
      seen.target === '/download/a' ? answer : answerRightly(seen),
    )
    const { place, error } = await download(stub.url)
    expect(error?.message).toContain(message)
    expect(place.closed).toBe(false)
    expect(last(stub.seen)).toBe(`DELETE ${sessions}/session`)
  },
)

it('gives the reason of a file that cannot be prepared', async () => {
  const error_message = { id: 'x', default_message: 'Gone.', args: [] }
  await using stub = await startStub((seen) =>
    seen.target.endsWith('prepare')
      ? { json: { ...file, status: 'ERROR', error_message } }
      : answerRightly(seen),
  )
  expect((await download(stub.url)).error?.message).toBe('a cannot be downloaded: Gone.')
})

it('stops when its place cannot be opened or is full', async () => {
  await using stub = await startStub(answerRightly)
  const closed = await download(stub.url, {
    open: () => {
      throw new Error('no room')
    },
  })
  expect(closed.error?.message).toBe('no room')
  const full = await download(stub.url, {
    open: () => new WritableStream({ write: () => Promise.reject(new Error('full')) }),
  })
  expect(full.error?.message).toBe('full')
  expect(last(stub.seen)).toBe(`DELETE ${sessions}/session`)
})

it('reads a part where the server knows no ranges, and tells of one that ends too early', async () => {
  let text = 'bytes'
  await using stub = await startStub((seen) =>
    seen.target === '/download/a' ? { text } : answerRightly(seen),
  )
  const client = createClient({ server: stub.url, token: 'T' })
  const read = (start: number, end: number) =>
    openItem(client, { itemId: 'item' }, async (item) =>
      new TextDecoder().decode(await item.read('a', { start, end })),
    )
  expect(await read(1, 3)).toBe('yt')
  expect(stub.seen.find(({ target }) => target === '/download/a')?.headers.range).toBe('bytes=1-2')
  text = 'by'
  await expect(read(1, 4)).rejects.toThrow('The server sent 2 bytes of a where 4 were asked for')
  expect(last(stub.seen)).toBe(`DELETE ${sessions}/session`)
})
