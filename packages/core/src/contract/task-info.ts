import { anyError } from './any-error.ts'
import { dynamicId } from './dynamic-id.ts'
import { localizableMessage } from './localizable-message.ts'
import {
  boolean,
  dateTime,
  enumeration,
  id,
  integer,
  opaque,
  optional,
  string,
  structure,
} from './types.ts'
import type { Infer } from './types.ts'

/** How far a task is; nothing leaves SUCCEEDED and FAILED. */
export const taskStatus = enumeration('com.vmware.cis.task.status', [
  'PENDING',
  'RUNNING',
  'BLOCKED',
  'SUCCEEDED',
  'FAILED',
])
export type TaskStatus = Infer<typeof taskStatus>

/** What a task has done of all it has to do, in a unit of its own, and what it does now. */
export const taskProgress = structure('com.vmware.cis.task.progress', {
  total: integer,
  completed: integer,
  message: localizableMessage,
})
export type TaskProgress = Infer<typeof taskProgress>

/** A task: work that goes on after the operation that began it has answered, or may do so. */
export const taskInfo = structure(
  'com.vmware.cis.task.info',
  {
    description: localizableMessage,
    /** The vAPI service and operation that began it. */
    service: id,
    operation: id,
    parent: optional(id),
    /** What it works on. */
    target: optional(dynamicId),
    status: taskStatus,
    cancelable: boolean,
    /** Why it FAILED; `CANCELED` where somebody cancelled it. */
    error: optional(anyError),
    start_time: optional(dateTime),
    end_time: optional(dateTime),
    /** The name of the user who began it. */
    user: optional(string),
    progress: optional(taskProgress),
    /** What the operation brought. */
    result: optional(opaque),
  },
  {
    unions: {
      status: {
        PENDING: {},
        RUNNING: { progress: 'required', result: 'optional', start_time: 'required' },
        BLOCKED: { progress: 'required', result: 'optional', start_time: 'required' },
        SUCCEEDED: {
          progress: 'required',
          result: 'optional',
          start_time: 'required',
          end_time: 'required',
        },
        FAILED: {
          progress: 'required',
          result: 'optional',
          error: 'optional',
          start_time: 'required',
          end_time: 'required',
        },
      },
    },
  },
)
export type TaskInfo = Infer<typeof taskInfo>
