import type { Caller } from '../access/caller.ts'
import { hasPrivilege } from '../access/has-privilege.ts'
import type { Input, Result } from '../contract/contract.ts'
import type { TaskFilterSpec } from '../contract/task.ts'
import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import type { Task } from '../ports/entities.ts'
import type { Where } from '../ports/store.ts'
import type { World } from '../world.ts'
import { findTask } from './load-task.ts'
import { maySeeTask, othersTaskPrivilege } from './may-see-task.ts'
import { showTask } from './show-task.ts'

/**
 * The tasks that the caller may see and the filter lets through, the earlier ones first, up to
 * `limits.tasksListedMax`. Those named that are not there, or not theirs to see, are left out; more
 * than `limits.tasksNamedMax` of them are `invalid_argument`.
 */
export const listTasks = async (
  world: World,
  caller: Caller,
  { filter_spec = {}, result_spec }: Input<'task.list'>,
): Promise<Result<'task.list'>> => {
  const named = [...new Set(filter_spec.tasks)]
  if (named.length > limits.tasksNamedMax) {
    throw accessionError('accession.task.too_many_named', [named.length, limits.tasksNamedMax])
  }
  const found = new Map<string, Task>()
  for await (const task of candidates(world, caller, named)) {
    if (!maySeeTask(caller, task) || !isMeant(filter_spec, task)) continue
    found.set(task.id, task)
    if (found.size === limits.tasksListedMax) break
  }
  const inOrder = [...found.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return Object.fromEntries(inOrder.map((task) => [task.id, showTask(task, result_spec)]))
}

/** The tasks named, or else all those to choose from; one may come twice. */
async function* candidates(
  world: World,
  caller: Caller,
  named: readonly string[],
): AsyncGenerator<Task> {
  if (named.length === 0) {
    for (const where of reachOf(caller)) yield* pagesOf(world, where)
    return
  }
  const tasks = await Promise.all(named.map((id) => findTask(world, id)))
  yield* tasks.filter((task) => task !== undefined)
}

/** What a caller's tasks are found by: all, or their own and those of each library granted to them. */
const reachOf = (caller: Caller): readonly Where<'task'>[] => {
  if (hasPrivilege(caller, othersTaskPrivilege, null)) return [{}]
  const libraries = new Set(caller.grants.map(({ libraryId }) => libraryId))
  return [
    { userId: caller.user.id },
    ...[...libraries]
      .filter((libraryId) => hasPrivilege(caller, othersTaskPrivilege, libraryId))
      .map((libraryId): Where<'task'> => ({ libraryId })),
  ]
}

async function* pagesOf({ store }: World, where: Where<'task'>): AsyncGenerator<Task> {
  const limit = limits.tasksListedMax
  for (let after = ''; ;) {
    const page = await store.find('task', { where: { ...where, id: { moreThan: after } }, limit })
    yield* page
    if (page.length < limit) return
    after = page.at(-1)?.id ?? after
  }
}

/** Each property that is set, and not empty, must let the task through. */
const isMeant = (filter: TaskFilterSpec, task: Task): boolean =>
  lets(filter.tasks, (id) => id === task.id) &&
  lets(filter.services, (service) => service === task.service) &&
  lets(filter.operations, (operation) => operation === task.operation) &&
  lets(filter.status, (status) => status === task.status) &&
  lets(filter.targets, ({ type, id }) => type === task.targetType && id === task.targetId) &&
  lets(filter.users, (user) => user === task.userName)

const lets = <Value>(values: readonly Value[] = [], isSame: (value: Value) => boolean): boolean =>
  values.length === 0 || values.some(isSame)
