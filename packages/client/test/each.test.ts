import { describe, expect, it } from 'vitest'
import {
  createConnection,
  eachDownloadSession,
  eachItem,
  eachLibrary,
  eachUpdateSession,
  createClient,
  updateSession,
  type Client,
} from '../src/index.ts'
import { startStub, type Answer, type Seen } from './stub-server.ts'

const ids = Array.from({ length: 20 }, (_, index) => `s${index}`)
const idOf = ({ target }: Seen) => target.split('/').at(-1) ?? ''
const isList = ({ target }: Seen) =>
  /(?:update-session|download-session|item|library)(?:\?.*)?$/.test(target)

const answering =
  (get: (id: string) => Answer) =>
  (seen: Seen): Answer =>
    isList(seen) ? { json: ids } : get(idOf(seen))

const collect = async <T>(each: AsyncIterable<T>): Promise<readonly T[]> => {
  const found: T[] = []
  for await (const one of each) found.push(one)
  return found
}

describe.each([
  ['libraries', (client: Client) => eachLibrary(client)],
  ['items', (client: Client) => eachItem(client, { library_id: 'l' })],
  ['update sessions', (client: Client) => eachUpdateSession(client, { library_item_id: 'i' })],
  ['download sessions', (client: Client) => eachDownloadSession(client)],
])('%s', (_, each) => {
  it('are yielded in the order of their list, with their ids, without what is gone', async () => {
    const gone = { status: 404, json: { error_type: 'NOT_FOUND', messages: [] } }
    await using stub = await startStub(
      answering((id) => (id === 's3' ? gone : { json: { name: `name of ${id}` } })),
    )
    const client = createClient({ server: stub.url, token: 'T', spelling: 'api' })
    const wanted = ids.filter((id) => id !== 's3').map((id) => ({ id, name: `name of ${id}` }))
    expect(await collect<object>(each(client))).toEqual(wanted)
  })
})

/** Sessions of a server that holds every get until so many are under way. */
const holding = async (atOnce: number) => {
  let underWay = 0
  let most = 0
  const release: (() => void)[] = []
  const connection = createConnection({
    server: 'http://library.test',
    token: 'T',
    spelling: 'api',
    fetch: async (input, init) => {
      const { url } = new Request(input)
      if (url.endsWith('update-session')) return Response.json(ids)
      most = Math.max(most, ++underWay)
      if (underWay < atOnce) {
        await new Promise<void>((resolve, reject) => {
          release.push(resolve)
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error))
        })
      } else release.splice(0).forEach((resolve) => resolve())
      underWay--
      return Response.json({ state: 'ACTIVE' })
    },
  })
  return { client: { updateSession: updateSession(connection) }, most: () => most }
}

it('asks for a bounded number at once, and for no more than one where told so', async () => {
  const four = await holding(4)
  expect(await collect(eachUpdateSession(four.client, {}, { atOnce: 4 }))).toHaveLength(20)
  expect(four.most()).toBe(4)
  const one = await holding(1)
  expect(await collect(eachUpdateSession(one.client, {}, { atOnce: 1 }))).toHaveLength(20)
  expect(one.most()).toBe(1)
  await expect(collect(eachUpdateSession(one.client, {}, { atOnce: 0 }))).rejects.toThrow('atOnce')
})

it('stops what is under way when the caller has enough, or is told to stop', async () => {
  await using stub = await startStub(
    answering((id) => (id === 's0' ? { json: { state: 'ACTIVE' } } : { hang: true })),
  )
  const client = createClient({ server: stub.url, token: 'T', spelling: 'api' })
  for await (const { id } of eachUpdateSession(client)) {
    expect(id).toBe('s0')
    break
  }
  const stop = new AbortController()
  const all = eachUpdateSession(client, {}, { signal: stop.signal })
  expect((await all.next()).value).toMatchObject({ id: 's0' })
  const next = all.next()
  stop.abort(new Error('enough'))
  await expect(next).rejects.toThrow('enough')
})

it('throws what is wrong with one, in its turn', async () => {
  await using stub = await startStub(
    answering((id) =>
      id === 's1'
        ? { status: 403, json: { error_type: 'UNAUTHORIZED', messages: [] } }
        : { json: { state: 'ACTIVE' } },
    ),
  )
  const client = createClient({ server: stub.url, token: 'T' })
  const all = eachUpdateSession(client)
  expect((await all.next()).value).toMatchObject({ id: 's0' })
  await expect(all.next()).rejects.toMatchObject({ type: 'UNAUTHORIZED' })
})
