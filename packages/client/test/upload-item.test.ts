import { expect, it } from 'vitest'
import { createClient, uploadItem, type Progress, type UploadOptions } from '../src/index.ts'
import { startStub, type Answer, type Seen } from './stub-server.ts'

const sessions = '/api/content/library/item/update-session'
const ended = { error_type: 'NOT_ALLOWED_IN_CURRENT_STATE', messages: [] }
const text = (length: number) => new Blob(['x'.repeat(length)])

/** The right answer to each call of an upload. */
const answerRightly = ({ method, target }: Seen): Answer => {
  if (target === '/api/content/library/item') return { status: 201, json: 'item' }
  if (target === sessions) return { status: 201, json: 'session' }
  if (method === 'GET' && target === `${sessions}/session/file`) return { json: [] }
  if (target === `${sessions}/session/file`) {
    const json = {
      name: 'a',
      source_type: 'PUSH',
      status: 'WAITING_FOR_TRANSFER',
      bytes_transferred: 0,
      upload_endpoint: { uri: '/upload/a' },
    }
    return { status: 201, json }
  }
  if (target === `${sessions}/session/file/a`) {
    return { json: { name: 'a', status: 'WAITING_FOR_TRANSFER', bytes_transferred: 0 } }
  }
  if (method === 'GET' && target === `${sessions}/session`) return { json: { state: 'DONE' } }
  return { status: 204 }
}

const fileNamed = (name: string) => ({ name, size: 5, open: () => text(5) })

const calls = (seen: readonly Seen[]) =>
  seen.map(({ method, target }) => `${method} ${target.replace(sessions, '')}`)

const upload = (url: string, more: Partial<UploadOptions> = {}) =>
  uploadItem(createClient({ server: url, token: 'T' }), {
    item: { library_id: 'library', name: 'a' },
    files: [{ name: 'a', size: 5, open: () => text(5).stream() }],
    ...more,
  })

const undone = [
  'POST /session?action=cancel',
  'DELETE /session',
  'DELETE /api/content/library/item/item',
]

it('goes through one whole session, and says how far it is', async () => {
  const progress: Progress[] = []
  await using stub = await startStub(answerRightly)
  expect(await upload(stub.url, { onProgress: (one) => progress.push(one) })).toBe('item')
  expect(calls(stub.seen)).toEqual([
    'POST /api/content/library/item',
    'POST ',
    'POST /session/file',
    'PUT /upload/a',
    'GET /session/file',
    'POST /session?action=complete',
    'GET /session',
    'DELETE /session',
  ])
  const put = stub.seen.find(({ method }) => method === 'PUT')
  expect(put?.body).toBe('xxxxx')
  expect(put?.headers).toMatchObject({ 'content-length': '5', 'vmware-api-session-id': 'T' })
  expect(put?.headers).not.toHaveProperty('transfer-encoding')
  expect(progress.at(-1)).toEqual({ file: 'a', fileBytes: 5, fileSize: 5, bytes: 5, size: 5 })
})

it('sends what goes first before anything else', async () => {
  await using stub = await startStub(answerRightly)
  const files = [
    fileNamed('a'),
    { ...fileNamed('b'), goesFirst: true },
    fileNamed('c'),
    { ...fileNamed('d'), goesFirst: true },
  ]
  await upload(stub.url, { files })
  const steps = stub.seen
    .map(({ method, target, body }) => ({ method, target, name: /"name":"(.)"/.exec(body)?.[1] }))
    .filter(({ method, target }) => method === 'PUT' || target === `${sessions}/session/file`)
    .map(({ method, name }) => (method === 'PUT' ? 'PUT' : (name ?? 'list')))
  expect(steps.slice(0, 4).toSorted()).toEqual(['PUT', 'PUT', 'b', 'd'])
  expect(steps.slice(4).toSorted()).toEqual(['PUT', 'PUT', 'a', 'c', 'list'])
})

it('sends a Blob as it is, and a checksum when it is known', async () => {
  await using stub = await startStub(answerRightly)
  const checksum = { algorithm: 'SHA256', checksum: 'ab' } as const
  await upload(stub.url, { files: [{ name: 'a', size: 5, open: () => text(5), checksum }] })
  expect(stub.seen.find(({ method }) => method === 'PUT')?.body).toBe('xxxxx')
  expect(stub.seen.find(({ body }) => body.includes('PUSH'))?.body).toContain(
    '"checksum_info":{"algorithm":"SHA256","checksum":"ab"}',
  )
})

it('leaves an item alone that was there before', async () => {
  await using stub = await startStub((seen) =>
    seen.target.endsWith('complete') ? { status: 400, json: ended } : answerRightly(seen),
  )
  await expect(upload(stub.url, { item: 'item' })).rejects.toMatchObject({
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
  })
  expect(calls(stub.seen).slice(-2)).toEqual(undone.slice(0, 2))
})

it.each([sessions, '/file', '/upload/a', 'complete'])(
  'takes back all it made when %s is refused',
  async (part) => {
    await using stub = await startStub((seen) =>
      seen.target.endsWith(part) ? { status: 400, json: ended } : answerRightly(seen),
    )
    await expect(upload(stub.url)).rejects.toMatchObject({ status: 400 })
    const wanted = part === sessions ? undone.slice(2) : undone
    expect(calls(stub.seen).slice(-wanted.length)).toEqual(wanted)
  },
)

it('takes back all it made when it is stopped', async () => {
  const stop = new AbortController()
  await using stub = await startStub((seen) => {
    if (seen.method !== 'PUT') return answerRightly(seen)
    stop.abort(new Error('stopped'))
    return { hang: true }
  })
  await expect(upload(stub.url, { signal: stop.signal })).rejects.toThrow('stopped')
  expect(calls(stub.seen).slice(-3)).toEqual(undone)
})

it('reads no further when it is stopped', async () => {
  const stop = new AbortController()
  let canceled = false
  let pulls = 0
  await using stub = await startStub(answerRightly)
  const endless = () =>
    new ReadableStream<Uint8Array>({
      pull: (controller) => {
        if (++pulls === 10) stop.abort(new Error('stopped'))
        controller.enqueue(new Uint8Array(65_536))
      },
      cancel: () => void (canceled = true),
    })
  const files = [{ name: 'a', size: 1e15, open: endless }]
  await expect(upload(stub.url, { files, signal: stop.signal })).rejects.toThrow('stopped')
  expect(canceled).toBe(true)
})

it('tells what it could not take back', async () => {
  await using stub = await startStub((seen) =>
    seen.target.endsWith('complete') || seen.method === 'DELETE'
      ? { status: 500, json: { error_type: 'INTERNAL_SERVER_ERROR', messages: [] } }
      : answerRightly(seen),
  )
  const left: object[] = []
  const onLeftBehind = (one: object) => left.push(one)
  await expect(upload(stub.url, { onLeftBehind })).rejects.toMatchObject({ status: 500 })
  expect(left).toMatchObject([{ sessionId: 'session' }, { itemId: 'item' }])
})

it('tells of an item that must not be deleted now', async () => {
  await using stub = await startStub((seen) =>
    seen.target.endsWith('complete') ||
    (seen.method === 'DELETE' && !seen.target.startsWith(sessions))
      ? { status: 400, json: ended }
      : answerRightly(seen),
  )
  const left: object[] = []
  const onLeftBehind = (one: object) => left.push(one)
  await expect(upload(stub.url, { onLeftBehind })).rejects.toMatchObject({ status: 400 })
  expect(left).toMatchObject([{ itemId: 'item', error: { status: 400 } }])
})

it('sends a file again when the connection broke', async () => {
  let puts = 0
  await using stub = await startStub((seen) =>
    seen.method === 'PUT' && ++puts === 1 ? { cut: true } : answerRightly(seen),
  )
  expect(await upload(stub.url)).toBe('item')
  expect(puts).toBe(2)
})

it('gives the reason of a file that the server refused while the connection broke', async () => {
  await using stub = await startStub((seen) => {
    if (seen.method === 'PUT') return { cut: true }
    if (!seen.target.endsWith('/file/a')) return answerRightly(seen)
    const error_message = { id: 'x', default_message: 'Too large.', args: [] }
    return { json: { name: 'a', status: 'ERROR', bytes_transferred: 0, error_message } }
  })
  await expect(upload(stub.url)).rejects.toThrow('a was refused: Too large.')
})

it('keeps the session alive while bytes move, and stops when it has ended', async () => {
  let kept = 0
  await using stub = await startStub((seen) => {
    if (seen.method === 'PUT') return { hang: true }
    if (!seen.target.endsWith('keep-alive')) return answerRightly(seen)
    if (++kept < 3) return { status: 500, text: 'a moment please' }
    return { status: 400, json: ended }
  })
  await expect(upload(stub.url, { keepAliveMs: 20 })).rejects.toMatchObject({
    operation: 'updateSession.keep_alive',
  })
  expect(kept).toBe(3)
  expect(calls(stub.seen).slice(-3)).toEqual(undone)
})
