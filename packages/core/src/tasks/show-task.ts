import type { TaskGetSpec, TaskInfo } from '../contract/index.ts'
import { readMessage } from '../messages/stored-message.ts'
import { wireTime } from '../names/wire-time.ts'
import type { Task } from '../ports/entities.ts'

/** A task as it is read; there is nothing more to tell where all is asked for. */
export const showTask = (task: Task, { exclude_result = false }: TaskGetSpec = {}): TaskInfo => {
  const { targetType, targetId, error, result, startedAt, endedAt } = task
  return {
    description: readMessage(task.description),
    service: task.service,
    operation: task.operation,
    ...(targetType !== null && targetId !== null && { target: { type: targetType, id: targetId } }),
    status: task.status,
    cancelable: task.isCancelable,
    user: task.userName,
    ...(task.status !== 'PENDING' && {
      progress: {
        total: task.progressTotal,
        completed: task.progressCompleted,
        message: readMessage(task.progressMessage),
      },
    }),
    ...(error && { error: { error_type: error.type, messages: [readMessage(error.message)] } }),
    ...(startedAt !== null && { start_time: wireTime(startedAt) }),
    ...(endedAt !== null && { end_time: wireTime(endedAt) }),
    ...(result !== null && !exclude_result && { result }),
  }
}
