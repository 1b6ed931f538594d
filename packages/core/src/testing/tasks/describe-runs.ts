import { describe, expect, it } from 'vitest'
import { accessionError } from '../../errors/accession-error.ts'
import { limits } from '../../limits.ts'
import { insert } from '../../ports/changes.ts'
import type { Task } from '../../ports/entities.ts'
import type { Store } from '../../ports/store.ts'
import { cancelTask } from '../../tasks/cancel-task.ts'
import type { TaskKind } from '../../tasks/task-kind.ts'
import { createTaskRunner } from '../../tasks/task-runner.ts'
import { sweep } from '../../upkeep/sweep.ts'
import type { World } from '../../world.ts'
import { outcomeOf } from '../update-sessions/place.ts'
import { until } from '../update-sessions/until.ts'
import { createTestWorld } from '../world.ts'
import { counting, countingTask, mortal, tracesOf } from './counting.ts'
import { held } from './held.ts'

/** Opens an empty catalog. */
export type OpenTaskStore = () => Promise<{ readonly store: Store } & Partial<AsyncDisposable>>

/** How tasks go on and end, on one node and where another takes them up. */
export const describeTaskRuns = (open: OpenTaskStore): void => {
  const openPlace = async () => {
    const opened = await open()
    const test = createTestWorld({ store: opened.store })
    const { world } = test
    const taskOf = async (id: string): Promise<Task> => {
      const [task] = await world.store.find('task', { where: { id }, limit: 1 })
      if (!task) throw new Error('The task is gone')
      return task
    }
    return {
      ...test,
      taskOf,
      async begin(of: number, given: Partial<Task> = {}) {
        const task = countingTask(of, given)
        await test.apply(insert('task', task))
        return task.id
      },
      /** Carries on what is due until that has ended, waits, or is somebody else's. */
      async run(kind: TaskKind, node: World = world) {
        const runner = createTaskRunner(node, { kinds: { counting: kind } })
        const count = await runner.takeUp()
        await runner.idle()
        return count
      },
      async [Symbol.asyncDispose]() {
        await opened[Symbol.asyncDispose]?.()
      },
    }
  }

  describe('a task', () => {
    it('goes on step by step to its end, and is forgotten a retention time later', async () => {
      await using place = await openPlace()
      const id = await place.begin(3)
      const { clock, world } = place
      expect(await place.run(counting())).toBe(1)
      expect(await place.taskOf(id)).toMatchObject({
        status: 'SUCCEEDED',
        progressCompleted: 3,
        progressTotal: 3,
        result: { counted: 3 },
        error: null,
        holder: null,
        startedAt: clock.now(),
        endedAt: clock.now(),
      })
      expect(await tracesOf(world, id)).toEqual(['0', '1', '2'])
      expect(await place.run(counting())).toBe(0)
      clock.jump(world.settings.sessionRetentionMs)
      expect(await sweep(world)).toMatchObject({ tasks_forgotten: 1 })
      await expect(place.taskOf(id)).rejects.toThrow('gone')
    })

    it('is the only live one of its subject, until it has ended', async () => {
      await using place = await openPlace()
      await place.begin(1, { subject: 'a' })
      const another = countingTask(1, { subject: 'a' })
      expect(await place.world.store.commit([insert('task', another)])).toEqual({
        outcome: 'taken',
        table: 'task',
        key: 'live',
      })
      await place.run(counting())
      expect(await place.world.store.commit([insert('task', another)])).toEqual({
        outcome: 'committed',
      })
    })

    it('waits where its step says so, and goes on then', async () => {
      await using place = await openPlace()
      const id = await place.begin(1)
      let waits = 1
      const kind = counting()
      const waiting: TaskKind = {
        async step(world, run) {
          if (waits-- <= 0) return kind.step(world, run)
          return run.advance(async () => ({ changes: [], waitMs: 10_000 }))
        },
      }
      await place.run(waiting)
      expect(await place.taskOf(id)).toMatchObject({ status: 'BLOCKED', holder: null })
      place.clock.jump(9_999)
      expect(await place.run(waiting)).toBe(0)
      place.clock.jump(1)
      expect(await place.run(waiting)).toBe(1)
      expect(await place.taskOf(id)).toMatchObject({ status: 'SUCCEEDED' })
    })

    it('tells of itself in the middle of a step, and keeps its lease', async () => {
      await using place = await openPlace()
      const id = await place.begin(1)
      const hold = held()
      const running = place.run(
        counting(async (run) => {
          run.tell(7)
          await hold.wait()
        }),
      )
      await until(hold.hasBegun)
      await place.clock.advance(limits.taskLeaseMs + 1)
      expect(await place.run(counting()), 'while it is another run’s').toBe(0)
      expect(await place.taskOf(id)).toMatchObject({ progressCompleted: 7 })
      hold.release()
      await running
      expect(await place.taskOf(id)).toMatchObject({ status: 'SUCCEEDED', progressCompleted: 1 })
    })

    it('is let go where its host has spent what it may, and goes on later', async () => {
      await using place = await openPlace()
      const id = await place.begin(3)
      let steps = 0
      const kind = counting(async () => void steps++)
      const options = { kinds: { counting: kind }, isSpent: () => steps === 2 }
      const runner = createTaskRunner(place.world, options)
      await runner.takeUp()
      await runner.idle()
      expect(await place.taskOf(id)).toMatchObject({ status: 'RUNNING', holder: null, attempts: 0 })
      expect(await tracesOf(place.world, id)).toEqual(['0', '1'])
      expect(await place.run(kind)).toBe(1)
      expect(await place.taskOf(id)).toMatchObject({ status: 'SUCCEEDED' })
    })

    it('is let go when the process stops, and taken up at once by another', async () => {
      await using place = await openPlace()
      const id = await place.begin(2)
      const hold = held()
      const stuck = counting(async ({ signal }) => {
        await hold.wait()
        signal.throwIfAborted()
      })
      const runner = createTaskRunner(place.world, { kinds: { counting: stuck } })
      await runner.takeUp()
      await until(hold.hasBegun)
      const stopped = runner.stop()
      hold.release()
      await stopped
      expect(await runner.takeUp()).toBe(0)
      expect(await place.taskOf(id)).toMatchObject({ holder: null, attempts: 0 })
      expect(await place.run(counting())).toBe(1)
      expect(await tracesOf(place.world, id)).toEqual(['0', '1'])
    })

    it('of a node that died goes on where it was, once its lease is over', async () => {
      await using place = await openPlace()
      const id = await place.begin(3)
      const { node, die } = mortal(place.world)
      const hold = held()
      const dying = place.run(
        counting(async ({ task }) => {
          if ((task.checkpoint as { done: number }).done === 1) await hold.wait()
        }),
        node,
      )
      await until(hold.hasBegun)
      die()
      await place.clock.advance(limits.taskLeaseMs - 1)
      expect(await place.run(counting())).toBe(0)
      place.clock.jump(limits.taskProgressMs + 1)
      expect(await place.run(counting())).toBe(1)
      hold.release()
      await dying
      expect(await place.taskOf(id)).toMatchObject({ status: 'SUCCEEDED' })
      expect(await tracesOf(place.world, id)).toEqual(['0', '1', '2'])
    })

    it('of a node that only slept is that node’s no more, and is not done twice', async () => {
      await using place = await openPlace()
      const id = await place.begin(2)
      const hold = held()
      const late = place.run(counting(hold.wait))
      await until(hold.hasBegun)
      place.clock.jump(limits.taskLeaseMs)
      expect(await place.run(counting())).toBe(1)
      hold.release()
      await late
      expect(await tracesOf(place.world, id)).toEqual(['0', '1'])
    })
  })

  describe('a task that fails', () => {
    it('for a while is tried again, later each time', async () => {
      await using place = await openPlace()
      const id = await place.begin(1)
      let failures = 2
      const flaky = counting(async () => {
        if (failures-- > 0) throw accessionError('accession.service.blobs_failing', [])
      })
      await place.run(flaky)
      expect(await place.taskOf(id)).toMatchObject({
        status: 'BLOCKED',
        progressMessage: { id: 'accession.service.blobs_failing' },
      })
      expect(await place.run(flaky)).toBe(0)
      place.clock.jump(2 * limits.taskBackoffMs)
      expect(await place.run(flaky)).toBe(1)
      place.clock.jump(2 * limits.taskBackoffMs)
      expect(await place.run(flaky)).toBe(0)
      place.clock.jump(2 * limits.taskBackoffMs)
      expect(await place.run(flaky)).toBe(1)
      expect(await place.taskOf(id)).toMatchObject({ status: 'SUCCEEDED', attempts: 0 })
    })

    it('for good ends with its error, and what it began is undone with it', async () => {
      await using place = await openPlace()
      const id = await place.begin(1)
      await place.run(
        counting(async () => {
          throw accessionError('accession.library.not_found', ['a'])
        }),
      )
      expect(await place.taskOf(id)).toMatchObject({
        status: 'FAILED',
        error: { type: 'NOT_FOUND', message: { id: 'accession.library.not_found', args: ['a'] } },
      })
      expect(await tracesOf(place.world, id)).toEqual(['undone'])
    })

    it('by a mistake in code tells the log why, and its user no more than that', async () => {
      await using place = await openPlace()
      const id = await place.begin(1)
      await place.run({ step: async () => {} })
      expect(await place.taskOf(id)).toMatchObject({
        status: 'FAILED',
        error: { type: 'INTERNAL_SERVER_ERROR', message: { args: [id] } },
      })
      const line = place.logged.find(({ event }) => event === 'task.failed')
      expect(String(line?.cause)).toContain('without having got on')
    })

    it('each time it is taken up is given up', async () => {
      await using place = await openPlace()
      const id = await place.begin(1, { attempts: limits.taskAttemptsMax })
      await place.run(counting())
      expect(await place.taskOf(id)).toMatchObject({
        status: 'FAILED',
        error: { type: 'ERROR', message: { id: 'accession.task.given_up' } },
      })
      expect(await tracesOf(place.world, id)).toEqual(['undone'])
    })
  })

  describe('a task that is cancelled', () => {
    it('does nothing any more, in whatever step it is', async () => {
      await using place = await openPlace()
      const caller = await place.addCaller()
      const id = await place.begin(3)
      const hold = held()
      let isAborted = false
      const kind = counting(async ({ task, signal }) => {
        if ((task.checkpoint as { done: number }).done !== 1) return
        await hold.wait()
        isAborted = signal.aborted
      })
      const running = place.run(kind)
      await until(hold.hasBegun)
      await cancelTask(place.world, caller, { task: id }, { counting: kind })
      await place.clock.advance(limits.taskProgressMs)
      await until(async () => (await place.taskOf(id)).endedAt !== null)
      hold.release()
      await running
      expect(isAborted).toBe(true)
      expect(await tracesOf(place.world, id)).toEqual(['0', 'undone'])
      expect(await place.taskOf(id)).toMatchObject({
        status: 'FAILED',
        error: { type: 'CANCELED', message: { args: [caller.user.name] } },
      })
      expect(await outcomeOf(cancelTask(place.world, caller, { task: id }))).toMatchObject({
        id: 'accession.task.ended',
      })
    })

    it('before it was taken up is never taken up', async () => {
      await using place = await openPlace()
      const id = await place.begin(1)
      await cancelTask(place.world, await place.addCaller(), { task: id }, { counting: counting() })
      expect(await place.run(counting())).toBe(0)
      expect(await tracesOf(place.world, id)).toEqual(['undone'])
    })
  })
}
