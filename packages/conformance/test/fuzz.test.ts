import { randomInt } from 'node:crypto'
import { operations } from '@accession/core/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { spellingNames } from '../src/index.ts'
import type { StartedTarget } from '../src/vitest/index.ts'
import { fuzz } from './fuzz/fuzz.ts'
import { fuzzedCall } from './fuzz/fuzzed-call.ts'
import { fuzzedTransfer } from './fuzz/fuzzed-transfer.ts'
import { startNode } from './support/start-node.ts'

const isLong = process.env['ACCESSION_TEST_LONG'] === '1'

/** The same requests each time, but for the long tier; a seed that was printed is tried again by this. */
const seed = Number(process.env['ACCESSION_FUZZ_SEED'] ?? (isLong ? randomInt(2 ** 31) : 1))

const requests = isLong ? 2_000 : 120

/** Chance chooses the operations: a few requests miss some of them, many miss none. */
const operationsTried = isLong ? 0.99 : 0.8

let target: StartedTarget

beforeAll(async () => {
  target = await startNode()
})

afterAll(() => target[Symbol.asyncDispose]?.())

describe(`requests that are hardly right, seed ${seed}`, () => {
  it.each(spellingNames)(
    'are answered by the protocol, and do nothing where refused: %s',
    async (name) => {
      const tally = await fuzz(target, fuzzedCall(name), { seed, requests })
      expect(tally.operations.size).toBeGreaterThan(operations.length * operationsTried)
      expect(tally.refused).toBeGreaterThan(requests / 2)
      expect(tally.taken).toBeGreaterThan(0)
    },
  )

  it('are answered by the protocol, and do nothing where refused: transfers', async () => {
    const tally = await fuzz(target, fuzzedTransfer, { seed, requests })
    expect([...tally.operations].toSorted()).toEqual(['download', 'file', 'upload'])
    expect(tally.refused).toBeGreaterThan(requests / 2)
    expect(tally.taken).toBeGreaterThan(0)
  })
})
