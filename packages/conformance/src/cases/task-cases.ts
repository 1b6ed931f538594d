import { checkEqual } from '../check/check.ts'
import { unknownId } from '../fixtures/libraries.ts'
import { defineCases } from '../run/conformance-case.ts'

/** Tasks: what can be asked of them wherever a library is. */
export const taskCases = defineCases('tasks', 'Tasks', {
  'one that is not there is NOT_FOUND': async (context) => {
    await context.refused('NOT_FOUND', 'task.get', { task: unknownId })
    await context.refused('NOT_FOUND', 'task.get', { task: unknownId, spec: { return_all: true } })
    await context.refused('NOT_FOUND', 'task.cancel', { task: unknownId })
  },

  'a list leaves out what is not there': async (context) => {
    const filter_spec = { tasks: [unknownId] }
    checkEqual('The tasks', await context.call('task.list', { filter_spec }), {})
  },

  'a filter takes every property, alone and with what is to be told': async (context) => {
    const filter_spec = {
      tasks: [unknownId],
      services: ['com.vmware.content.library'],
      operations: ['migrate'],
      status: ['RUNNING', 'FAILED'],
      targets: [{ type: 'com.vmware.content.Library', id: 'a&b=c "d"' }],
      users: ['Nobody & Co.'],
    } as const
    const result_spec = { return_all: true, exclude_result: true }
    checkEqual('The tasks', await context.call('task.list', { filter_spec, result_spec }), {})
  },

  'a filter of an unknown status or a malformed target is INVALID_ARGUMENT': async (context) => {
    await context.refused('INVALID_ARGUMENT', 'task.list', { filter_spec: { status: ['DONE'] } })
    const targets = [{ id: 'a' }]
    await context.refused('INVALID_ARGUMENT', 'task.list', { filter_spec: { targets } })
  },

  'a filter names at most 250 tasks': async (context) => {
    const tasks = Array.from({ length: 251 }, (_, index) => String(index))
    await context.refused('INVALID_ARGUMENT', 'task.list', { filter_spec: { tasks } })
    checkEqual(
      'The tasks',
      await context.call('task.list', { filter_spec: { tasks: tasks.slice(1) } }),
      {},
    )
  },
})
