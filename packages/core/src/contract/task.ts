import { operation, service } from './operation.ts'
import { taskInfo, taskStatus } from './task-info.ts'
import { dynamicId } from './dynamic-id.ts'
import { boolean, id, list, map, nothing, optional, set, string, structure } from './types.ts'
import type { Infer } from './types.ts'

/** How much of a task is told. */
export const taskGetSpec = structure('com.vmware.cis.tasks.get_spec', {
  /** Besides what every task tells, what only some operations do. */
  return_all: optional(boolean),
  exclude_result: optional(boolean),
})
export type TaskGetSpec = Infer<typeof taskGetSpec>

/** The tasks that are meant: those that match each property which is set and not empty. */
export const taskFilterSpec = structure('com.vmware.cis.tasks.filter_spec', {
  tasks: optional(set(id)),
  services: optional(set(id)),
  operations: optional(set(id)),
  status: optional(set(taskStatus)),
  targets: optional(list(dynamicId)),
  /** The names of those who began them. */
  users: optional(set(string)),
})
export type TaskFilterSpec = Infer<typeof taskFilterSpec>

const path = '/api/cis/tasks'

/** Tasks: work that goes on beyond a call, to be watched and cancelled. */
export const taskService = service('task', 'com.vmware.cis.tasks', {
  get: operation({
    params: { task: id, spec: optional(taskGetSpec) },
    result: taskInfo,
    errors: [
      'ERROR',
      'NOT_FOUND',
      'RESOURCE_INACCESSIBLE',
      'SERVICE_UNAVAILABLE',
      'UNAUTHENTICATED',
      'UNAUTHORIZED',
    ],
    privileges: [],
    api: { method: 'GET', path: `${path}/{task}`, query: ['spec'] },
  }),
  /** The tasks that the caller may see, of those that match the filter. */
  list: operation({
    params: { filter_spec: optional(taskFilterSpec), result_spec: optional(taskGetSpec) },
    result: map(id, taskInfo),
    errors: [
      'INVALID_ARGUMENT',
      'RESOURCE_INACCESSIBLE',
      'SERVICE_UNAVAILABLE',
      'UNAUTHENTICATED',
      'UNAUTHORIZED',
    ],
    privileges: [],
    api: { method: 'GET', path, query: ['filter_spec', 'result_spec'] },
  }),
  cancel: operation({
    params: { task: id },
    result: nothing,
    errors: [
      'ERROR',
      'NOT_ALLOWED_IN_CURRENT_STATE',
      'NOT_FOUND',
      'RESOURCE_INACCESSIBLE',
      'SERVICE_UNAVAILABLE',
      'UNAUTHENTICATED',
      'UNAUTHORIZED',
      'UNSUPPORTED',
    ],
    privileges: [],
    api: { method: 'POST', path: `${path}/{task}`, action: 'cancel' },
  }),
})
