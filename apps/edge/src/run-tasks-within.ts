import { createTaskRunner } from '@accession/core'
import type { World } from '@accession/core'

/** What one invocation may spend on tasks. */
export interface TaskBudget {
  /** Tasks that are carried on at once. */
  readonly atOnce: number
  /** None is taken up after this, and no step is begun. */
  readonly ms: number
}

/**
 * Carries tasks on until none is due or the budget is spent. What an invocation leaves, or dies in
 * the middle of, another one takes up.
 */
export const runTasksWithin = async (world: World, { atOnce, ms }: TaskBudget): Promise<void> => {
  const end = world.clock.now() + ms
  const left = (): number => end - world.clock.now()
  while (left() > 0) {
    const runner = createTaskRunner(world, { atOnce, sliceMs: left() })
    const count = await runner.takeUp()
    await runner.idle()
    if (count === 0) return
  }
}
