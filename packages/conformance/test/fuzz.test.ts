import { randomInt } from 'node:crypto'
import { operations } from '@accession/core/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { spellingNames } from '../src/index.ts'
import type { StartedTarget } from '../src/vitest/index.ts'
import { fuzz } from './fuzz/fuzz.ts'
import { fuzzedCall } from './fuzz/fuzzed-call.ts'
import type { FuzzedRequest } from './fuzz/fuzzed-request.ts'
import { fuzzedTransfer } from './fuzz/fuzzed-transfer.ts'
import { readDescription } from './support/described-exchanges.ts'
import type { DescribedExchanges } from './support/described-exchanges.ts'
import { startEdge } from './support/start-edge.ts'
import { startNode } from './support/start-node.ts'
import { startNodes } from './support/start-nodes.ts'

const isLong = process.env['ACCESSION_TEST_LONG'] === '1'

/** The same requests each time, but for the long tier; a seed that was printed is tried again by this. */
const seed = Number(process.env['ACCESSION_FUZZ_SEED'] ?? (isLong ? randomInt(2 ** 31) : 1))

const requests = isLong ? 2_000 : 120

/** Chance chooses the operations: a few requests miss some of them, many miss none. */
const operationsTried = isLong ? 0.99 : 0.6

/** What workerd lets pass: it answers the rest by itself, before there is a Worker. */
const reachesWorker = ({ isHttp, method }: FuzzedRequest): boolean =>
  isHttp && /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/.test(method)

interface Host {
  readonly name: string
  readonly start: () => Promise<StartedTarget>
  readonly requests: number
  readonly reaches?: (request: FuzzedRequest) => boolean
}

const hosts: readonly Host[] = [
  { name: 'a node on SQLite and a folder', start: () => startNode(), requests },
  // In the long tier alone: they take long to start, and what they share with SQLite is tried above.
  ...(isLong
    ? [
        { name: 'a node on PostgreSQL and S3', start: () => startNodes(1), requests: requests / 4 },
        {
          name: 'the Worker in workerd',
          start: () => startEdge(),
          requests: requests / 4,
          reaches: reachesWorker,
        },
      ]
    : []),
]

describe.each(hosts)(
  `requests that are hardly right, seed ${seed}, on $name`,
  ({ start, requests: count, reaches = () => true }) => {
    let target: StartedTarget
    let hear: DescribedExchanges['hold']

    beforeAll(async () => {
      target = await start()
      const [url] = target.urls
      if (!url) throw new Error('The target has no URL')
      hear = (await readDescription(url)).hold
    })

    afterAll(() => target[Symbol.asyncDispose]?.())

    it.each(spellingNames)(
      'are answered by the protocol, and do nothing where refused: %s',
      async (name) => {
        const calls = fuzzedCall(name).filter(reaches)
        const tally = await fuzz(target, calls, { seed, requests: count, hear })
        expect(tally.operations.size).toBeGreaterThan(operations.length * operationsTried)
        expect(tally.refused).toBeGreaterThan(count / 2)
        expect(tally.taken).toBeGreaterThan(0)
      },
    )

    it('are answered by the protocol, and do nothing where refused: transfers', async () => {
      const transfers = fuzzedTransfer.filter(reaches)
      const tally = await fuzz(target, transfers, { seed, requests: count, hear })
      expect([...tally.operations].toSorted()).toEqual(['download', 'file', 'upload'])
      expect(tally.refused).toBeGreaterThan(count / 2)
      expect(tally.taken).toBeGreaterThan(0)
    })
  },
)
