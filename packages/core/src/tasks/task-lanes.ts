import { limits } from '../limits.ts'
import type { World } from '../world.ts'
import { followKinds, ownKinds, pullKinds } from './task-kinds.ts'
import { createTaskRunner } from './task-runner.ts'
import type { TaskRunner } from './task-runner.ts'

/**
 * Carries every kind of task on: those that wait for slow servers, of which there may be many, keep
 * nothing else from its turn.
 */
export const createTaskLanes = (world: World): TaskRunner => {
  const { pullsAtOnce: atOnce, pullSliceMs: sliceMs } = limits
  // A turn that ends leaves a piece of each file on its way: short ones would make too many of them.
  const lanes = [
    createTaskRunner(world, { kinds: ownKinds }),
    createTaskRunner(world, { kinds: followKinds, sliceMs }),
    createTaskRunner(world, { kinds: pullKinds, atOnce, sliceMs }),
  ]
  const all = async (work: (lane: TaskRunner) => Promise<void>): Promise<void> => {
    await Promise.all(lanes.map(work))
  }
  return {
    idle: () => all((lane) => lane.idle()),
    stop: () => all((lane) => lane.stop()),
    async takeUp() {
      const counts = await Promise.all(lanes.map((lane) => lane.takeUp()))
      return counts.reduce((sum, count) => sum + count, 0)
    },
  }
}
