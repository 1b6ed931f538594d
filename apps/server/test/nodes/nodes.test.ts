import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiError, itemPath, sessionPath, upload } from '../support/library-api.ts'
import type { LibraryApi } from '../support/library-api.ts'
import { startCluster } from './cluster.ts'
import type { Cluster } from './cluster.ts'

let cluster: Cluster
beforeAll(async () => {
  cluster = await startCluster(3)
})
afterAll(() => cluster[Symbol.asyncDispose]())

const bytesOf = (size: number): Buffer<ArrayBuffer> => Buffer.alloc(size, 'accession ')

const sizesOf = (files: ReadonlyMap<string, Uint8Array>): Record<string, number> =>
  Object.fromEntries([...files].map(([name, bytes]) => [name, bytes.length]))

let names = 0
const newName = (): string => `name-${names++}`

const newItem = async (api: LibraryApi): Promise<string> =>
  api.createItem(await api.createLibrary(newName()), newName())

const statusOf = (call: Promise<unknown>): Promise<number> =>
  call.then(
    () => 200,
    (error: unknown) => {
      if (error instanceof ApiError) return error.status
      throw error
    },
  )

/** A body whose first piece is on its way, and the rest when it is let go. */
const heldBody = (first: Uint8Array, rest: Uint8Array) => {
  const held = new AbortController()
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(first),
    async pull(controller) {
      if (!held.signal.aborted) await once(held.signal, 'abort')
      controller.enqueue(rest)
      controller.close()
    },
  })
  return { stream, letGo: () => held.abort() }
}

describe('three nodes over one database and one bucket', () => {
  it('start at once with one first user, who may sign in everywhere', async () => {
    for (const place of [0, 1, 2]) {
      await cluster.at(place).call('GET', '/api/content/local-library')
    }
    const migrated = cluster.nodes.filter((node) => node.output().includes('store.migrated'))
    expect(migrated).toHaveLength(1)
  })

  it('take a session from one to the next: files, upload, complete, delete', async () => {
    const [a, b, c] = [cluster.at(0), cluster.at(1), cluster.at(2)]
    const item = await newItem(a)
    const session = await b.createSession(item)
    const large = bytesOf(12_000_000)
    await upload(await c.addFile(session, 'large', large.length), large)
    await upload(await a.addFile(session, 'small'), bytesOf(10))
    await b.call('POST', sessionPath(session, '?action=complete'))
    const files = await c.download(item)
    expect(sizesOf(files)).toEqual({ large: large.length, small: 10 })
    expect(large.equals(files.get('large') ?? large.subarray(1))).toBe(true)
    await c.call('DELETE', sessionPath(session))
    for (const api of [a, b, c]) {
      expect(await statusOf(api.call('GET', sessionPath(session)))).toBe(404)
    }
  })

  it('end an upload that one still receives when another cancels and a third deletes', async () => {
    const [a, b, c] = [cluster.at(0), cluster.at(1), cluster.at(2)]
    const item = await newItem(a)
    const session = await a.createSession(item)
    const { stream, letGo } = heldBody(bytesOf(9_000_000), bytesOf(100))
    const sent = upload(await a.addFile(session, 'disk'), stream)
    const refused = expect(sent).rejects.toMatchObject({
      status: 400,
      body: { error_type: 'NOT_ALLOWED_IN_CURRENT_STATE' },
    })
    const fileStatus = async (): Promise<unknown> =>
      (await b.call<{ status: string }>('GET', sessionPath(session, '/file/disk'))).status
    await expect.poll(fileStatus, { timeout: 20_000 }).toBe('TRANSFERRING')
    expect(await statusOf(c.call('DELETE', sessionPath(session)))).toBe(400)
    expect(await fileStatus()).toBe('TRANSFERRING')
    await b.call('POST', sessionPath(session, '?action=cancel'))
    await c.call('DELETE', sessionPath(session))
    expect(await statusOf(a.call('GET', sessionPath(session)))).toBe(404)
    await refused
    letGo()
    expect(await b.download(item)).toEqual(new Map())
    expect(await b.call('GET', itemPath(item))).toMatchObject({ content_version: '1' })
  })

  it('let exactly one of what ends a session win, whichever node it reaches', async () => {
    const rounds = process.env['ACCESSION_TEST_LONG'] === '1' ? 300 : 15
    const won = new Map<string, number>()
    for (let round = 0; round < rounds; round++) {
      const item = await newItem(cluster.balanced)
      const session = await cluster.balanced.createSession(item)
      const file = await cluster.balanced.addFile(session, 'disk', 5)
      if (round % 2 === 0) await upload(file, bytesOf(5))
      const end = (place: number, action: string, body?: unknown) =>
        statusOf(cluster.at(place).call('POST', sessionPath(session, `?action=${action}`), body))
      const late = round % 2 === 0 ? Promise.resolve(0) : statusOf(upload(file, bytesOf(5)))
      const [complete, cancel, fail, deleted] = await Promise.all([
        end(round, 'complete'),
        end(round + 1, 'cancel'),
        end(round + 2, 'fail', { client_error_message: 'enough' }),
        statusOf(cluster.at(round).call('DELETE', sessionPath(session))),
      ])
      await late
      const winners = Object.entries({ complete, cancel, fail }).filter(([, s]) => s === 200)
      expect(winners, JSON.stringify({ complete, cancel, fail })).toHaveLength(1)
      const [[winner] = ['']] = winners
      won.set(winner, (won.get(winner) ?? 0) + 1)
      const states = { complete: 'DONE', cancel: 'CANCELED', fail: 'ERROR' }
      const model = cluster.balanced.call('GET', sessionPath(session))
      if (deleted === 200) expect(await statusOf(model)).toBe(404)
      else expect(await model).toMatchObject({ state: states[winner as keyof typeof states] })
      const files = await cluster.balanced.download(item)
      expect([...files.keys()]).toEqual(winner === 'complete' ? ['disk'] : [])
    }
    expect(won.size).toBeGreaterThan(1)
  })

  it('complete fifty sessions of one library at once without one conflict', async () => {
    const library = await cluster.at(0).createLibrary(newName())
    const sessions = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const item = await cluster.balanced.createItem(library, newName())
        const session = await cluster.balanced.createSession(item)
        await upload(await cluster.balanced.addFile(session, 'disk'), bytesOf(100))
        return session
      }),
    )
    const versionOf = async (): Promise<number> => {
      const path = `/api/content/library/${library}`
      return Number((await cluster.balanced.call<{ version: string }>('GET', path)).version)
    }
    const before = { version: await versionOf(), attempts: await completeAttempts() }
    await Promise.all(
      sessions.map((session) =>
        cluster.balanced.call('POST', sessionPath(session, '?action=complete')),
      ),
    )
    const after = await completeAttempts()
    expect((await versionOf()) - before.version).toBe(50)
    expect({
      committed: after.committed - before.attempts.committed,
      changed: after.changed - before.attempts.changed,
      taken: after.taken - before.attempts.taken,
    }).toEqual({ committed: 50, changed: 0, taken: 0 })
  })
})

/** The commits that completes tried on all nodes, by their outcome. */
const completeAttempts = async () => {
  const attempts = { committed: 0, changed: 0, taken: 0 }
  for (const { url } of cluster.nodes) {
    const answer = await fetch(new URL('/metrics', url), {
      headers: { 'vmware-api-session-id': cluster.balanced.token },
    })
    const text = await answer.text()
    for (const outcome of ['committed', 'changed', 'taken'] as const) {
      const sample = new RegExp(
        `^accession_commit_attempts_total{operation="updateSession.complete",outcome="${outcome}"} (\\d+)$`,
        'm',
      )
      attempts[outcome] += Number(sample.exec(text)?.[1] ?? 0)
    }
  }
  return attempts
}
