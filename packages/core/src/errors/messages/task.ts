import { defineMessages } from '../define-messages.ts'

/** Tasks. */
export const taskMessages = defineMessages({
  'accession.task.not_found': {
    type: 'NOT_FOUND',
    text: 'There is no task {0}: it was never there, or ended some time ago and was forgotten.',
  },
  'accession.task.too_many_named': {
    type: 'INVALID_ARGUMENT',
    text: 'tasks names {0} tasks: {1} are allowed, ask for the others in another call.',
  },
  'accession.task.ended': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'Task {0} has ended as {1}: there is nothing left to cancel.',
  },
  'accession.task.not_cancelable': {
    type: 'UNSUPPORTED',
    text: 'Task {0} cannot be cancelled: wait until it ends.',
  },
  'accession.task.kind_unknown': {
    type: 'SERVICE_UNAVAILABLE',
    text: 'Task {0} belongs to a newer version of the server: ask a node that has it, or again later.',
  },
  'accession.task.lost': {
    type: 'CONCURRENT_CHANGE',
    text: 'Task {0} was cancelled, or another node carries it on: nothing was changed.',
  },
  'accession.task.canceled': {
    type: 'CANCELED',
    text: '{0} cancelled the task.',
  },
  'accession.task.given_up': {
    type: 'ERROR',
    text: 'The task was taken up {0} times without getting on; the last that was in its way: {1}',
  },
  'accession.task.failed': {
    type: 'INTERNAL_SERVER_ERROR',
    text: 'The server failed on this task: its log says why, under task {0}.',
  },
})
