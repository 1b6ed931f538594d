import { change } from '../commit/change.ts'
import { accessionError, isAccessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { readMessage, storedMessage } from '../messages/stored-message.ts'
import { write } from '../ports/changes.ts'
import type { StoredError, Task } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { failTask, tellOfEnd } from './end-task.ts'
import { findTask } from './load-task.ts'
import { openRun } from './open-run.ts'
import type { OpenRun } from './open-run.ts'
import type { TaskKind } from './task-kind.ts'

/** A task that was claimed, and how it is carried on. */
export interface CarryOnOptions {
  readonly task: Task
  readonly kind: TaskKind
  readonly sliceMs: number
  readonly isSpent: () => boolean
  /** Aborts when the process stops. */
  readonly stop: AbortSignal
}

/**
 * Carries a claimed task on, step by step, until it ends, waits, is somebody else's, or others have
 * their turn. What went wrong is in its row then, and decides how it goes on.
 */
export const carryOn = async (
  world: World,
  { task, kind, sliceMs, isSpent, stop }: CarryOnOptions,
): Promise<void> => {
  if (task.attempts > limits.taskAttemptsMax) return giveUp(world, task, kind)
  const run = openRun(world, task, { endsBy: world.clock.now() + sliceMs, stop })
  try {
    const hasTurn = (): boolean => world.clock.now() < run.endsBy && !isSpent()
    while (!run.isOver() && !run.signal.aborted && hasTurn()) {
      const { revision } = run.task
      await kind.step(world, run)
      if (run.task.revision === revision && !run.signal.aborted) {
        throw new Error(`A step of ${task.kind} ended without having got on`)
      }
      tellOfStep(world, 'ok')
    }
    if (!run.isOver()) await letGo(world, run)
  } catch (error) {
    if (run.isLost()) tellOfStep(world, 'lost')
    else if (stop.aborted) await letGo(world, run)
    else await settleFailure(world, run.task, kind, error)
  } finally {
    await run.close()
  }
}

const tellOfStep = ({ metrics }: World, result: 'ok' | 'again' | 'lost' | 'failed'): void =>
  metrics.counter('accession_task_steps_total', { result }).add()

/** Puts the task back, as due at once: that it was taken up says nothing against it. */
const letGo = async ({ store, clock }: World, { task }: OpenRun): Promise<void> => {
  const attempts = Math.max(0, task.attempts - 1)
  await store.commit([write('task', task, { holder: null, attempts, dueAt: clock.now() })])
}

/** What may pass is tried again later; the rest is how the task ends. */
const settleFailure = async (
  world: World,
  task: Task,
  kind: TaskKind,
  error: unknown,
): Promise<void> => {
  if (isAccessionError(error) && error.retryable) {
    tellOfStep(world, 'again')
    const waitMs = Math.min(limits.taskBackoffMs * 2 ** task.attempts, limits.taskBackoffMaxMs)
    world.log.warn('task.again', { task: task.id, reason: error.message, again_in_ms: waitMs })
    const dueAt = world.clock.now() + waitMs
    const set = { status: 'BLOCKED', holder: null, dueAt, ...toldAs(error) } as const
    await world.store.commit([write('task', task, set)])
    return
  }
  tellOfStep(world, 'failed')
  // What is foreseen is told by the task itself; the rest is for whoever runs the server.
  const isForeseen = isAccessionError(error) && error.type !== 'INTERNAL_SERVER_ERROR'
  if (isForeseen) world.log.warn('task.failed', { task: task.id, reason: error.message })
  else world.log.error('task.failed', error, { task: task.id })
  const told = isAccessionError(error) ? error : accessionError('accession.task.failed', [task.id])
  const { progressMessage: message } = toldAs(told)
  await fail(world, task, kind, { type: told.type, message })
}

const toldAs = ({ id, args }: Pick<StoredError['message'], 'id' | 'args'>) => ({
  progressMessage: { id, args },
})

const giveUp = (world: World, task: Task, kind: TaskKind): Promise<void> => {
  const { default_message: last } = readMessage(task.progressMessage)
  const message = storedMessage('accession.task.given_up', [task.attempts - 1, last])
  return fail(world, task, kind, { type: 'ERROR', message })
}

/** Another node, or whoever cancels it, may be faster: then that is how it went on. */
const fail = async (
  world: World,
  task: Task,
  kind: TaskKind,
  error: StoredError,
): Promise<void> => {
  const { isOurs, tell } = await change<{ isOurs: boolean; tell?: (() => void) | undefined }>(
    world,
    async () => {
      const current = await findTask(world, task.id)
      if (current?.revision !== task.revision) return { changes: [], result: { isOurs: false } }
      const undone = await kind.abandon?.(world, task, error)
      const changes = failTask(world, task, error, undone?.changes ?? [])
      return { changes, result: { isOurs: true, tell: undone?.tell } }
    },
  )
  if (!isOurs) return
  tellOfEnd(world, task, 'failed')
  tell?.()
}
