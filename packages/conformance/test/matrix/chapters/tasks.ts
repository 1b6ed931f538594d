import { unknownId } from '../../../src/fixtures/libraries.ts'
import type { Chapter } from '../chapter.ts'

const filter_spec = {
  services: ['com.vmware.content.library'],
  status: ['RUNNING', 'FAILED'],
  targets: [{ type: 'com.vmware.content.Library', id: 'a&b=c "d"' }],
  users: ['Nobody & Co.'],
} as const

/** Tasks, as far as they can be asked for where there are none. */
export const tasks: Chapter = async (context, { viewer, unrecorded }) => {
  await context.call('task.list', { filter_spec, result_spec: { exclude_result: true } }, viewer)
  await context.call('task.list', { filter_spec: { tasks: [unknownId] } })
  const many = { tasks: Array.from({ length: 251 }, (_, index) => String(index)) }
  await context.refused('INVALID_ARGUMENT', 'task.list', { filter_spec: many })
  // Each spelling tells the place of what is wrong as it is written there: `status`, `filter_spec.status`.
  for (const wrong of [{ status: ['DONE'] }, { targets: [{ id: 'a' }] }])
    await unrecorded.refused('INVALID_ARGUMENT', 'task.list', { filter_spec: wrong })
  await context.refused('NOT_FOUND', 'task.get', { task: unknownId, spec: { return_all: true } })
  await context.refused('NOT_FOUND', 'task.cancel', { task: unknownId })
}
