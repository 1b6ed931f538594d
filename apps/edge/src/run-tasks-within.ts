import { createTaskRunner } from '@accession/core'
import type { World } from '@accession/core'
import { createD1Store } from '@accession/store-sql/d1'
import type { D1Binding } from '@accession/store-sql/d1'
import { countQueries } from './count-queries.ts'

/** What one invocation may spend on tasks. */
export interface TaskBudget {
  /** Tasks that are carried on at once. */
  readonly atOnce: number
  /** No step is begun past so many queries. */
  readonly queriesMax: number
  /** No step is begun after this. */
  readonly ms: number
}

/**
 * Carries tasks on until none is due or the budget is spent. What an invocation leaves, or dies in
 * the middle of, another one takes up.
 */
export const runTasksWithin = async (
  world: World,
  binding: D1Binding,
  { atOnce, queriesMax, ms }: TaskBudget,
): Promise<void> => {
  const { database, count } = countQueries(binding)
  const counted = { ...world, store: createD1Store({ database }) }
  const end = world.clock.now() + ms
  const isSpent = (): boolean => count() > queriesMax || world.clock.now() >= end
  while (!isSpent()) {
    const runner = createTaskRunner(counted, { atOnce, sliceMs: ms, isSpent })
    const taken = await runner.takeUp()
    await runner.idle()
    if (taken === 0) return
  }
}
