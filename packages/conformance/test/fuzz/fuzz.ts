import * as fc from 'fast-check'
import { check, checkEqual } from '../../src/check/check.ts'
import type { ConformanceTarget } from '../../src/run/conformance-target.ts'
import { layGround } from './fuzz-ground.ts'
import type { DescribedExchanges } from '../support/described-exchanges.ts'
import { fill } from './fuzzed-request.ts'
import type { FuzzedRequest } from './fuzzed-request.ts'
import { judge } from './judge.ts'
import { sendFuzzed } from './send-fuzzed.ts'

/** How long, and from where on, a target is fuzzed. */
export interface FuzzOptions {
  readonly seed: number
  readonly requests: number
  /** Hears of every answer to a request that means an operation; what it throws is a fault. */
  readonly hear?: DescribedExchanges['hold']
}

/** What was tried, so that a test can see that it was something. */
export interface FuzzTally {
  readonly operations: ReadonlySet<string>
  readonly refused: number
  readonly taken: number
}

/**
 * Sends requests that are hardly right to a library that is nobody else's, all the same ones for the
 * same seed. Throws with the seed and the smallest request that is answered as the protocol does not
 * have it, that is not answered at all, or that is refused and has changed something none the less.
 */
export const fuzz = async (
  target: ConformanceTarget,
  requests: fc.Arbitrary<FuzzedRequest>,
  { seed, requests: numRuns, hear }: FuzzOptions,
): Promise<FuzzTally> => {
  const operations = new Set<string>()
  const tally = { refused: 0, taken: 0 }
  const [url] = target.urls
  check(url !== undefined, 'There is no URL to fuzz')
  let ground = await layGround(target)
  let before = await ground.state()
  const property = fc.asyncProperty(requests, async (request) => {
    operations.add(request.operation)
    let hasDoneNothing = false
    try {
      const answer = await sendFuzzed(url, request, ground.marks)
      const verdict = judge(request, answer)
      const { method, isAddressed, isHttp } = request
      if (isAddressed && isHttp) hear?.({ method, path: fill(request.path, ground.marks) }, answer)
      tally[verdict]++
      if (verdict === 'refused') {
        checkEqual('What there is after it was refused', await ground.state(), before)
        hasDoneNothing = true
      }
    } finally {
      if (!hasDoneNothing) {
        // Whether it was right or not: the next one finds everything as this one did.
        ground = await layGround(target)
        before = await ground.state()
      }
    }
  })
  await fc.assert(property, { seed, numRuns })
  return { operations, ...tally }
}
