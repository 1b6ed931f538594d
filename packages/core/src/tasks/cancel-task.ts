import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import type { Input, Result } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import { storedMessage } from '../messages/stored-message.ts'
import type { Task } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { failTask, tellOfEnd } from './end-task.ts'
import { loadTask } from './load-task.ts'
import type { TaskKinds } from './task-kind.ts'
import { taskKinds } from './task-kinds.ts'

/**
 * Ends a live task as FAILED with `CANCELED`. Once it has answered, nothing the task does takes
 * effect any more, on any node: its steps commit with its row alone.
 */
export const cancelTask = async (
  world: World,
  caller: Caller,
  { task: id }: Input<'task.cancel'>,
  kinds: TaskKinds = taskKinds,
): Promise<Result<'task.cancel'>> => {
  const { canceled, tell } = await change(world, async () => {
    const task = await loadTask(world, caller, id)
    requireCancelable(task)
    const kind = kinds[task.kind]
    if (!kind) throw accessionError('accession.task.kind_unknown', [id])
    const message = storedMessage('accession.task.canceled', [caller.user.name])
    const error = { type: 'CANCELED', message } as const
    const undone = await kind.abandon?.(world, task, error)
    return {
      changes: failTask(world, task, error, undone?.changes ?? []),
      result: { canceled: task, tell: undone?.tell },
    }
  })
  world.sweepSoon()
  world.log.audit('task.cancel', { task: id, user: caller.user.name })
  tellOfEnd(world, canceled, 'canceled')
  tell?.()
}

const requireCancelable = ({ id, status, endedAt, isCancelable }: Task): void => {
  if (endedAt !== null) throw accessionError('accession.task.ended', [id, status])
  if (!isCancelable) throw accessionError('accession.task.not_cancelable', [id])
}
