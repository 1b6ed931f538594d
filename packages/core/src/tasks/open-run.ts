import { change } from '../commit/change.ts'
import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { storedText } from '../messages/stored-message.ts'
import { adjust, write } from '../ports/changes.ts'
import type { Task } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { endedTask, tellOfEnd } from './end-task.ts'
import type { TaskEnd } from './end-task.ts'
import { findTask } from './load-task.ts'
import type { TaskAdvance, TaskRun } from './task-kind.ts'

/** A run of a task, as the one who began it sees it. */
export interface OpenRun extends TaskRun {
  /** The task has ended, or waits: its row says so, and it is no longer held. */
  isOver(): boolean
  /** It was cancelled, or another node has it: whatever is done here is for nothing. */
  isLost(): boolean
  /** Stops telling that it lives. */
  close(): Promise<void>
}

/**
 * Opens a run of a task that was claimed: renews its lease beside it and writes down what it tells,
 * until it is closed or finds that the task is no longer this run's.
 */
export const openRun = (
  world: World,
  claimed: Task,
  { endsBy, stop }: { readonly endsBy: number; readonly stop: AbortSignal },
): OpenRun => {
  const lost = new AbortController()
  const closed = new AbortController()
  let task = claimed
  let told = claimed.progressCompleted
  let isOver = false
  let before: Promise<void> = Promise.resolve()

  const lose = (): Error => {
    const error = accessionError('accession.task.lost', [task.id])
    lost.abort(error)
    return error
  }

  const advance = async (decide: () => Promise<TaskAdvance>): Promise<void> => {
    const set = await change(world, async () => {
      const current = await findTask(world, task.id)
      if (current?.revision !== task.revision) throw lose()
      const decided = await decide()
      const result = written(world, task, decided)
      return { changes: [write('task', task, result), ...decided.changes], result }
    })
    task = { ...task, ...set, revision: task.revision + 1 }
    told = Math.max(told, task.progressCompleted)
    isOver = task.holder === null
    if (task.endedAt === null) return
    tellOfEnd(world, task, task.status === 'FAILED' ? 'failed' : 'succeeded')
  }

  const renewing = keepRenewing(world, claimed, {
    told: () => told,
    lose,
    signal: AbortSignal.any([closed.signal, lost.signal]),
  })

  return {
    get task() {
      return task
    },
    endsBy,
    signal: AbortSignal.any([lost.signal, stop]),
    isOver: () => isOver,
    isLost: () => lost.signal.aborted,
    tell(completed) {
      told = completed
    },
    advance(decide) {
      const advancing = before.then(() => advance(decide))
      before = advancing.catch(() => undefined)
      return advancing
    },
    async close() {
      closed.abort()
      await renewing
    },
  }
}

/** The task's row after a step. */
const written = (world: World, task: Task, advance: TaskAdvance): Partial<Task> => {
  const { completed = task.progressCompleted, total = task.progressTotal, end, waitMs } = advance
  const now = world.clock.now()
  const { message = storedText('accession.task.running', []), checkpoint = task.checkpoint } =
    advance
  const set = {
    status: 'RUNNING',
    progressCompleted: completed,
    progressTotal: total,
    progressMessage: message,
    checkpoint,
    attempts: 0,
    startedAt: task.startedAt ?? now,
    dueAt: now + limits.taskLeaseMs,
  } satisfies Partial<Task>
  if (end) {
    const how = 'error' in end ? { status: 'FAILED' as const } : { status: 'SUCCEEDED' as const }
    return { ...set, ...endedTask(world, task, { ...how, ...end } as TaskEnd) }
  }
  if (waitMs === undefined) return set
  return { ...set, status: 'BLOCKED', holder: null, dueAt: now + waitMs }
}

interface Renewing {
  readonly told: () => number
  readonly lose: () => void
  readonly signal: AbortSignal
}

/** Tells that the run lives, and how far it is; a store that is away is asked again. */
const keepRenewing = async (
  { store, clock, log }: World,
  { id, holder }: Task,
  { told, lose, signal }: Renewing,
): Promise<void> => {
  const pause = (): Promise<boolean> =>
    clock.sleep(limits.taskProgressMs, signal).then(
      () => !signal.aborted,
      () => false,
    )
  while (await pause()) {
    const raise = { dueAt: clock.now() + limits.taskLeaseMs, progressCompleted: told() }
    try {
      const { outcome } = await store.commit([
        adjust('task', id, { raise, where: { holder, endedAt: null } }),
      ])
      if (outcome !== 'committed' && !signal.aborted) lose()
    } catch (error) {
      log.error('task.progress_lost', error, { task: id })
    }
  }
}
