import { verifyCatalog } from '@accession/core/admin'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readSettings } from '../../src/index.ts'
import { checkAfterCrash } from '../crash/check-after-crash.ts'
import { checkBytes } from '../crash/check-bytes.ts'
import { settle } from '../crash/ledger.ts'
import type { ItemRecord, Ledger } from '../crash/ledger.ts'
import { runWorker } from '../crash/load.ts'
import { openWorld } from '../crash/open-world.ts'
import { seededRandom } from '../crash/seeded-random.ts'
import type { SeededRandom } from '../crash/seeded-random.ts'
import { ApiError } from '../support/library-api.ts'
import { startCluster } from './cluster.ts'
import type { Cluster } from './cluster.ts'

const isLong = process.env['ACCESSION_TEST_LONG'] === '1'
const rounds = isLong ? 40 : 2
const seed = Number(process.env['ACCESSION_TEST_SEED'] ?? (isLong ? Date.now() % 1e6 : 1))
const workers = 6

let cluster: Cluster
let libraryId: string
let workersMade = 0
const ledger: Ledger = { items: new Set(), sessions: new Set(), answered: 0 }
const settled: ItemRecord[] = []

beforeAll(async () => {
  cluster = await startCluster(3)
  libraryId = await cluster.balanced.createLibrary('images')
})
afterAll(() => cluster[Symbol.asyncDispose]())

/**
 * Loads all nodes while something is done to them. A worker whose call fails knows nothing of how
 * that ended and leaves its items alone; another takes its place until it is over.
 */
const underLoad = async (round: number, disturb: () => Promise<void>): Promise<void> => {
  const over = new AbortController()
  const work = async (worker: number): Promise<void> => {
    while (!over.signal.aborted) {
      const random = seededRandom(seed + round * 1000 + worker)
      const name = `worker-${workersMade++}`
      const api = { ...cluster.balanced, call: callUntil(over.signal) }
      await runWorker({ api, libraryId, random, ledger, name }).catch((error: unknown) => {
        const isExpected = !(error instanceof ApiError) || error.status === 503
        if (!isExpected) throw error
      })
    }
  }
  const loading = Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)))
  try {
    await disturb()
  } finally {
    over.abort()
    await loading
  }
}

const callUntil =
  (signal: AbortSignal): typeof cluster.balanced.call =>
  async (...given) => {
    signal.throwIfAborted()
    return cluster.balanced.call(...given)
  }

/** Lets the load go on until it was answered so much more. */
const untilAnswered = async (more: number): Promise<void> => {
  const until = ledger.answered + more
  await expect.poll(() => ledger.answered, { timeout: 60_000, interval: 5 }).toBeGreaterThan(until)
}

const restartAll = async (): Promise<void> => {
  for (const [place, node] of cluster.nodes.entries()) {
    node.signal('SIGTERM')
    expect(await node.exited).toEqual({ code: 0, signal: null })
    await cluster.startAgain(place)
    await untilAnswered(20)
  }
}

const killNode = async (random: SeededRandom): Promise<void> => {
  const place = random.below(cluster.nodes.length)
  cluster.nodes[place]?.signal('SIGKILL')
  await cluster.nodes[place]?.exited
  await untilAnswered(10)
  await cluster.startAgain(place)
}

const disturbances = [
  killNode,
  async (random: SeededRandom) => {
    await cluster.postgres.killBackends()
    await killNode(random)
  },
  async () => void (await cluster.postgres.killBackends()),
]

const checkAll = async (): Promise<void> => {
  await checkAfterCrash(cluster.balanced, ledger)
  settled.push(...settle(ledger))
}

/** Ends all nodes; then everything that is referred to is there, and nothing else. */
const checkWhatIsLeft = async (): Promise<void> => {
  for (const node of cluster.nodes) node.signal('SIGTERM')
  for (const { exited } of cluster.nodes) expect(await exited).toEqual({ code: 0, signal: null })
  await using left = await openWorld(readSettings({}, cluster.variables))
  const { signal } = new AbortController()
  const verify = () => verifyCatalog(left.world, left.snapshots, { graceMs: 0, signal })
  expect(await verify()).toMatchObject({ findings: [] })
  await checkBytes(left.world)
  const verified = await verify()
  expect(verified).toMatchObject({ findings: [] })
  expect(verified.blobs).toBeGreaterThan(0)
  expect(left.lines, 'errors').toEqual([])
}

it(
  'three nodes under load lose nothing they answered, replaced in turn or killed, nor when their database is',
  { timeout: isLong ? 1_500_000 : 240_000 },
  async () => {
    try {
      await underLoad(0, restartAll)
      await checkAll()
      for (let round = 1; round <= rounds; round++) {
        const random = seededRandom(seed + round)
        await underLoad(round, async () => {
          await untilAnswered(5 + random.below(60))
          await disturbances[round % disturbances.length]?.(random)
          await untilAnswered(10)
        })
        await checkAll()
      }
      if (isLong) settled.forEach((item) => ledger.items.add(item))
      await checkAll()
      await checkWhatIsLeft()
    } catch (error) {
      throw new Error(`With ACCESSION_TEST_SEED=${seed}`, { cause: error })
    }
  },
)
