import { sweep } from '@accession/core'
import type { World } from '@accession/core'
import { createD1Store } from '@accession/store-sql/d1'
import type { D1Binding } from '@accession/store-sql/d1'
import { countQueries } from './count-queries.ts'

/** What one invocation may spend on a sweep. */
export interface SweepBudget {
  /** Rows of each kind that a step takes up. */
  readonly batchMax: number
  /** No step is begun past so many queries. */
  readonly queriesMax: number
  /** No step is begun after this. */
  readonly ms: number
}

/** Sweeps step by step until nothing is due or the budget is spent; answers what it took. */
export const sweepWithin = async (
  world: World,
  binding: D1Binding,
  { batchMax, queriesMax, ms }: SweepBudget,
): Promise<{ readonly steps: number; readonly queries: number }> => {
  const { database, count } = countQueries(binding)
  const counted = { ...world, store: createD1Store({ database }) }
  const end = world.clock.now() + ms
  let steps = 0
  for (let more = true; more && count() <= queriesMax && world.clock.now() < end; steps++) {
    more = (await sweep(counted, { batchMax })).more
  }
  return { steps, queries: count() }
}
