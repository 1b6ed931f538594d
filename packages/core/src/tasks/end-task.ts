import { storedText } from '../messages/stored-message.ts'
import { write } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { StoredError, Task } from '../ports/entities.ts'
import type { World } from '../world.ts'

/** How a task ends. */
export type TaskEnd =
  | { readonly status: 'SUCCEEDED'; readonly result: unknown }
  | { readonly status: 'FAILED'; readonly error: StoredError }

/** What the row of a task holds once it has ended. */
export const endedTask = (
  { clock, settings }: Pick<World, 'clock' | 'settings'>,
  task: Task,
  end: TaskEnd,
) => {
  const now = clock.now()
  return {
    status: end.status,
    ...(end.status === 'SUCCEEDED'
      ? { result: end.result, progressMessage: storedText('accession.task.succeeded', []) }
      : { error: end.error, progressMessage: end.error.message }),
    holder: null,
    startedAt: task.startedAt ?? now,
    endedAt: now,
    forgetAt: now + settings.sessionRetentionMs,
  } satisfies Partial<Task>
}

/** Ends a live task that does not go on, together with what is undone for that. */
export const failTask = (
  world: Pick<World, 'clock' | 'settings'>,
  task: Task,
  error: StoredError,
  undone: readonly Change[],
): Change[] => [
  write('task', task, endedTask(world, task, { status: 'FAILED', error }), { endedAt: null }),
  ...undone,
]

/** Tells of a task that has ended: in the log and in the metrics. */
export const tellOfEnd = (
  { log, metrics }: Pick<World, 'log' | 'metrics'>,
  task: Task,
  result: 'succeeded' | 'failed' | 'canceled',
): void => {
  metrics.counter('accession_tasks_ended_total', { result }).add()
  const { id, kind, userName, targetId } = task
  log.audit('task.end', { task: id, kind, user: userName, target: targetId, result })
}
