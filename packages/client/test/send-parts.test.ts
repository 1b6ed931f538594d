import { describe, expect, it } from 'vitest'
import { createClient, uploadItem } from '../src/index.ts'
import { startStub, type Answer, type Seen } from './stub-server.ts'

const sessions = '/api/content/library/item/update-session'
const address = '/transfers/upload/session/file/mac/a'
const tooLarge = { error_type: 'INVALID_ARGUMENT', messages: [] }

interface Stub {
  readonly whole: Answer
  readonly begin: Answer
}

/** The right answer to each call of an upload, but for those that a test decides about. */
const answering =
  ({ whole, begin }: Stub) =>
  ({ method, target, headers }: Seen): Answer => {
    if (target === '/api/content/library/item') return { status: 201, json: 'item' }
    if (target === sessions) return { status: 201, json: 'session' }
    if (method === 'GET' && target === `${sessions}/session/file`) return { json: [] }
    if (target === `${sessions}/session/file`) {
      const upload_endpoint = { uri: `http://${headers.host}${address}` }
      return { status: 201, json: { name: 'a', status: 'WAITING_FOR_TRANSFER', upload_endpoint } }
    }
    if (target === address) return whole
    if (target === `${address}?parts`) return begin
    if (method === 'PUT') return { json: { tag: `tag of ${target.split('=').at(-1)}` } }
    if (method === 'GET' && target === `${sessions}/session`) return { json: { state: 'DONE' } }
    return { status: 204 }
  }

const wanted: Answer = { json: { upload: 'b.u/1', part_size: 4, parts_max: 10 } }

/** Uploads ten letters; answers the requests to the upload's address. */
const upload = async (
  stub: Stub,
  size: number,
  opened: () => Blob | ReadableStream<Uint8Array>,
): Promise<readonly string[]> => {
  await using server = await startStub(answering(stub))
  const item = { library_id: 'library', name: 'a' }
  const client = createClient({ server: server.url, token: 'T' })
  const done = await uploadItem(client, { item, files: [{ name: 'a', size, open: opened }] }).catch(
    (error: { status?: number }) => `failed with ${error.status}`,
  )
  const sent = server.seen
    .filter(({ target }) => target.startsWith(address))
    .map(({ method, target, body }) => `${method} ${target.slice(address.length)} ${body}`)
  return [...sent, done]
}

const inParts = [
  'POST ?parts ',
  'PUT ?parts=b.u%2F1&number=1 0123',
  'PUT ?parts=b.u%2F1&number=2 4567',
  'PUT ?parts=b.u%2F1&number=3 89',
  'POST ?parts=b.u%2F1 {"tags":["tag of 1","tag of 2","tag of 3"]}',
  'item',
]

describe.each([
  ['a stream', () => new Blob(['01', '2345678', '9']).stream()],
  ['a blob', () => new Blob(['0123456789'])],
])('a file from %s', (_, open) => {
  it('goes in parts where a request cannot bring it whole', async () => {
    const stub = { whole: { status: 413, json: tooLarge }, begin: wanted }
    expect(await upload(stub, 10, open)).toEqual(['PUT  0123456789', ...inParts])
  })

  it('goes in parts also where what stands before the server refuses it', async () => {
    const stub = { whole: { status: 413, text: '<html>Too large</html>' }, begin: wanted }
    expect((await upload(stub, 10, open)).slice(1)).toEqual(inParts)
  })
})

it('goes whole where a server takes no parts', async () => {
  const begin = { status: 400, json: { error_type: 'UNSUPPORTED', messages: [] } }
  const stub = { whole: { status: 204 }, begin }
  const large = async (): Promise<readonly string[]> =>
    upload(stub, 90_000_001, () => new Blob(['0123456789']))
  expect(await large()).toEqual(['POST ?parts ', 'PUT  0123456789', 'item'])
})

it('is not sent again and again where neither way is open', async () => {
  const begin = { status: 400, json: { error_type: 'UNSUPPORTED', messages: [] } }
  const stub = { whole: { status: 413, json: tooLarge }, begin }
  expect((await upload(stub, 10, () => new Blob(['0123456789']))).at(-1)).toBe('failed with 413')
})
