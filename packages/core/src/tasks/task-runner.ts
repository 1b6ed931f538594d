import { limits } from '../limits.ts'
import { write } from '../ports/changes.ts'
import type { Task } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { carryOn } from './carry-on.ts'
import type { TaskKinds } from './task-kind.ts'
import { taskKinds } from './task-kinds.ts'

export interface TaskRunnerOptions {
  /** @default every kind there is */
  readonly kinds?: TaskKinds
  /** Tasks carried on at once. @default limits.tasksAtOnce */
  readonly atOnce?: number
  /** How long a run goes on before others have their turn. @default limits.taskSliceMs */
  readonly sliceMs?: number
  /** No step is begun once it says so: for hosts that count what they may spend. @default never */
  readonly isSpent?: () => boolean
}

/** Carries tasks on in this process, a bounded number at once. */
export interface TaskRunner {
  /**
   * Takes up tasks that are due, the longest first, for as many as there is room; answers how many.
   * Each then goes on by itself, step by step, until it ends, waits, or has had its turn; when one
   * lets go, `world.runTasksSoon` is called.
   */
  takeUp(): Promise<number>
  /** Resolves when no task runs here. */
  idle(): Promise<void>
  /** Has running steps end soon, puts their tasks back for another node, and takes none up again. */
  stop(): Promise<void>
}

/**
 * Makes what carries tasks on. Any number of processes may do so beside each other: a task is its
 * own claim, with a lease, so that another one takes up what a process that died had.
 */
export const createTaskRunner = (world: World, options: TaskRunnerOptions = {}): TaskRunner => {
  const { kinds = taskKinds, atOnce = limits.tasksAtOnce, sliceMs = limits.taskSliceMs } = options
  const { isSpent = () => false } = options
  const working: World = { ...world, work: 'task' }
  const stopping = new AbortController()
  const running = new Set<Promise<void>>()
  const level = world.metrics.level('accession_tasks_running')

  const begin = (task: Task): void => {
    const kind = kinds[task.kind]
    if (!kind) throw new Error(`There is no kind of task ${task.kind}`)
    level.add(1)
    const run = carryOn(working, { task, kind, sliceMs, isSpent, stop: stopping.signal })
      .catch((error: unknown) => world.log.error('task.run_failed', error, { task: task.id }))
      .then(() => {
        running.delete(run)
        level.add(-1)
        if (!stopping.signal.aborted) world.runTasksSoon()
      })
    running.add(run)
  }

  const idle = async (): Promise<void> => {
    while (running.size > 0) await Promise.all(running)
  }

  return {
    idle,
    async takeUp() {
      let count = 0
      for (const task of await findDueTasks(world, kinds, atOnce - running.size)) {
        if (stopping.signal.aborted) break
        const claimed = await claim(working, task)
        if (claimed) begin(claimed)
        if (claimed) count++
      }
      return count
    },
    async stop() {
      stopping.abort()
      await idle()
    },
  }
}

/** Due tasks of the kinds that this program knows; a newer one may have begun others. */
const findDueTasks = async (
  { store, clock }: World,
  kinds: TaskKinds,
  limit: number,
): Promise<Task[]> => {
  if (limit <= 0) return []
  const dueAt = { atMost: clock.now() }
  const found = await Promise.all(
    Object.keys(kinds).map((kind) =>
      store.find('task', { where: { kind, endedAt: null, dueAt }, orderBy: 'dueAt', limit }),
    ),
  )
  return found
    .flat()
    .toSorted((a, b) => a.dueAt - b.dueAt)
    .slice(0, limit)
}

/** Takes a task for this process; undefined where somebody else was faster. */
const claim = async (world: World, task: Task): Promise<Task | undefined> => {
  const now = world.clock.now()
  const set = {
    holder: world.ids.uuid(),
    attempts: task.attempts + 1,
    dueAt: now + limits.taskLeaseMs,
  }
  const { outcome } = await world.store.commit([
    write('task', task, set, { endedAt: null, dueAt: { atMost: now } }),
  ])
  return outcome === 'committed' ? { ...task, ...set, revision: task.revision + 1 } : undefined
}
