import { execFile } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { openConnection } from '../load/connection.ts'
import { createSession, getHead, listHead } from '../load/session-calls.ts'
import type { Contest, Measurement, Sample } from '../run/figure.ts'
import { openAccession, startAccession } from '../servers/accession.ts'
import type { LibraryServer } from '../servers/library-server.ts'
import { disposing, sampleOf } from './context.ts'
import type { Context, OpenGroup } from './context.ts'
import { deleteEnded, endSessions } from './ended-sessions.ts'

const fill = fileURLToPath(new URL('../programs/fill-catalog.ts', import.meta.url))
const itemCount = 64
const goal = { sense: 'at most', expected: 2, remarkable: 1.3 } as const

/** What 100,000 stored sessions cost whoever asks for one, or for all. */
export const openStoredSessions: OpenGroup = async (context) => {
  const stored = context.isQuick ? 1000 : 100_000
  const empty = await openStore(context, 0)
  const full = await openStore(context, stored)
  const list = (title: string, head: string, most: number, best: number): Measurement => ({
    kind: 'measurement',
    title,
    unit: 'ms',
    goal: { sense: 'at most', expected: most, remarkable: best },
    measure: async () => (await request(context, full, head, 1, 20)).latencyMs.p50,
  })
  const costs = (title: string, side: (store: Filled) => Promise<Sample>): Contest => ({
    kind: 'contest',
    title: `With ${stored} sessions stored: ${title}, by none`,
    unit: 'a second',
    goal,
    ratio: 'cost',
    names: ['full', 'empty'],
    sides: [() => side(full), () => side(empty)],
  })
  const count = context.isQuick ? 100 : 2000
  const moreKbForEach = (): Promise<number> => {
    const mib = full.server.residentMib().now - empty.server.residentMib().now
    return Promise.resolve((mib * 1024 * 1.024) / stored)
  }
  return {
    ...disposing([empty.server, full.server]),
    figures: [
      costs('GET', (store) =>
        sampleOf(store.server, () =>
          request(context, store, getHead(store.server.token, store.sessionId), 64, 4 * count),
        ),
      ),
      costs('create and cancel', (store) =>
        sampleOf(store.server, async () => {
          const made = await endSessions(context.load, store.server, store.itemIds, count)
          store.ended.push(...made.ids)
          return made
        }),
      ),
      costs('DELETE', (store) =>
        sampleOf(store.server, () =>
          deleteEnded(context.load, store.server, store.ended.splice(0)),
        ),
      ),
      list('Sessions of one item', listHead(full.server.token, full.readItemId), 5, 1),
      {
        kind: 'measurement',
        title: 'Memory for each stored session',
        unit: 'kB',
        goal: { sense: 'at most', expected: 0.2, remarkable: 0.1 },
        // Before the first list of all, as both servers have been asked the same until then.
        rounds: 1,
        measure: moreKbForEach,
      },
      list('List of all sessions', listHead(full.server.token), 150, 50),
      {
        kind: 'measurement',
        title: 'What the lists of all have left in memory, for each session in them',
        unit: 'kB',
        measure: moreKbForEach,
      },
    ],
  }
}

interface Filled {
  readonly server: LibraryServer
  readonly itemIds: readonly string[]
  /** One that is ACTIVE, and its item, which has no other. */
  readonly sessionId: string
  readonly readItemId: string
  /** Those that wait to be deleted. */
  readonly ended: string[]
}

const request = (
  { load }: Context,
  { server }: Filled,
  head: string,
  connections: number,
  count: number,
) =>
  load.run({
    kind: 'requests',
    origin: server.origin,
    connections,
    heads: [head],
    count,
    status: 200,
  })

/** A server whose catalog was filled while it was stopped, which is thousands of times faster. */
const openStore = async (context: Context, stored: number): Promise<Filled> => {
  const { folder, load } = context
  const data = await mkdtemp(join(folder, 'stored-'))
  const before = await openAccession({ folder, data })
  const itemIds = await before.createItems(itemCount)
  const [spare = '', read = ''] = await before.createItems(2)
  const connection = await openConnection(before.origin)
  const sessionId = await createSession(connection, before.token, read)
  connection.close()
  const { ids } = await endSessions(load, before, [spare], 1)
  await before[Symbol.asyncDispose]()
  const args = [fill, join(data, 'catalog.sqlite'), ids[0] ?? '', String(stored), ...itemIds]
  await promisify(execFile)(process.execPath, args)
  const server = await startAccession({ folder, data })
  return { server: { ...before, ...server }, itemIds, sessionId, readItemId: read, ended: [] }
}
