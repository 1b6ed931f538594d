import { expect, it } from 'vitest'
import { isAccessionError } from '../../errors/accession-error.ts'
import { limits } from '../../limits.ts'
import { insert } from '../../ports/changes.ts'
import { cancelTask } from '../../tasks/cancel-task.ts'
import { createTaskRunner } from '../../tasks/task-runner.ts'
import { scale } from '../scale.ts'
import { waitAtRandom } from '../update-sessions/disguises.ts'
import { createRandom } from '../update-sessions/random.ts'
import { createTestWorld } from '../world.ts'
import { counting, countingTask, mortal, tracesOf } from './counting.ts'
import type { OpenTaskStore } from './describe-runs.ts'

const nodesCount = 3
const tasksCount = 4

/** Tasks that nodes share, some of which die, while some tasks are cancelled. */
export const describeTaskRaces = (open: OpenTaskStore): void => {
  it('tasks of many nodes are each done once, or not any more once they are cancelled', async () => {
    for (let seed = 1; seed <= scale(3, 200); seed++) {
      const opened = await open()
      try {
        await raceOnce(opened.store, seed)
      } finally {
        await opened[Symbol.asyncDispose]?.()
      }
    }
  })
}

const raceOnce = async (
  store: Awaited<ReturnType<OpenTaskStore>>['store'],
  seed: number,
): Promise<void> => {
  const random = createRandom(seed)
  const { world, clock, apply, addCaller } = createTestWorld({ store })
  const caller = await addCaller()
  const kinds = { counting: counting(() => waitAtRandom(random)) }
  const tasks = Array.from({ length: tasksCount }, () => countingTask(1 + random.below(6)))
  await apply(...tasks.map((task) => insert('task', task)))
  const nodes = Array.from({ length: nodesCount }, () => mortal(world))
  const atCancel = new Map<string, string[]>()

  const cancelSome = async (): Promise<void> => {
    for (const { id } of random.shuffled(tasks).slice(0, 2)) {
      for (let waits = random.below(6); waits > 0; waits--) await waitAtRandom(random)
      try {
        await cancelTask(world, caller, { task: id }, kinds)
        atCancel.set(id, await tracesOf(world, id))
      } catch (error) {
        if (!isAccessionError(error, 'NOT_ALLOWED_IN_CURRENT_STATE')) throw error
      }
    }
  }
  const work = async ({ node, die }: ReturnType<typeof mortal>, isDoomed: boolean) => {
    const runner = createTaskRunner(node, { kinds, atOnce: 2 })
    for (let turn = 0; turn < 3; turn++) {
      await waitAtRandom(random)
      // A dead node cannot even look.
      const taken = await runner.takeUp().catch(() => undefined)
      if (isDoomed && turn === 1) die()
      if (taken !== undefined) await runner.idle()
    }
  }
  await Promise.all([
    ...nodes.map((node, index) => work(node, index > 0 && random.below(2) === 0)),
    cancelSome(),
  ])
  // Whoever is left takes up what dead nodes had.
  for (let round = 0; round < 3; round++) {
    clock.jump(limits.taskLeaseMs + limits.taskBackoffMaxMs)
    const runner = createTaskRunner(world, { kinds, atOnce: tasksCount })
    await runner.takeUp()
    await runner.idle()
  }

  for (const { id, checkpoint } of tasks) {
    const { of } = checkpoint as { of: number }
    const all = Array.from({ length: of }, (_, step) => String(step))
    const traces = await tracesOf(world, id)
    const [task] = await store.find('task', { where: { id }, limit: 1 })
    const canceled = atCancel.get(id)
    if (canceled) {
      expect(traces, `seed ${seed}, cancelled`).toEqual(canceled)
      expect(traces, `seed ${seed}, cancelled`).toContain('undone')
      expect(task, `seed ${seed}`).toMatchObject({ status: 'FAILED', error: { type: 'CANCELED' } })
    } else {
      expect(traces, `seed ${seed}`).toEqual(all)
      expect(task, `seed ${seed}`).toMatchObject({ status: 'SUCCEEDED' })
    }
  }
}
