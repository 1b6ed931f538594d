import type { Command } from 'commander'
import { addTaskCancel } from './task-cancel.ts'
import { addTaskList } from './task-list.ts'
import { addTaskShow } from './task-show.ts'

/** Adds `task` with its commands. */
export const addTaskCommands = (program: Command, signal: AbortSignal): void => {
  const task = program
    .command('task')
    .description(
      'Look at what the server does by itself: synchronizing, pulling, moving; cancel it',
    )
  addTaskList(task, signal)
  addTaskShow(task, signal)
  addTaskCancel(task, signal)
}
