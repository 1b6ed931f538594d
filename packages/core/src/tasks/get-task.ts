import type { Caller } from '../access/caller.ts'
import type { Input, Result } from '../contract/contract.ts'
import type { World } from '../world.ts'
import { loadTask } from './load-task.ts'
import { showTask } from './show-task.ts'

/** Shows a task, live or ended. */
export const getTask = async (
  world: World,
  caller: Caller,
  { task, spec }: Input<'task.get'>,
): Promise<Result<'task.get'>> => showTask(await loadTask(world, caller, task), spec)
