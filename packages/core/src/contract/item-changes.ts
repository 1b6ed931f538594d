import { operation, service } from './operation.ts'
import { onItem } from './privilege.ts'
import { dateTime, id, list, optional, string, structure } from './types.ts'
import type { Infer } from './types.ts'

/** A version of an item in its history. */
export const itemChangeSummary = structure('com.vmware.content.library.item.changes.summary', {
  /** The `version` that the change made. */
  version: id,
  time: dateTime,
  user: optional(string),
  /** The first line of the message, at most 80 characters of it. */
  short_message: optional(string),
})
export type ItemChangeSummary = Infer<typeof itemChangeSummary>

/** Who brought a version of an item, when, and what was done. */
export const itemChangeInfo = structure('com.vmware.content.library.item.changes.info', {
  time: dateTime,
  user: optional(string),
  message: optional(string),
})
export type ItemChangeInfo = Infer<typeof itemChangeInfo>

const path = '/api/content/library/item/{library_item}/changes'
const privileges = [onItem('System.Read', 'library_item')]

/** The history of an item. */
export const itemChangesService = service(
  'itemChanges',
  'com.vmware.content.library.item.changes',
  {
    list: operation({
      params: { library_item: id },
      result: list(itemChangeSummary),
      errors: ['ERROR', 'NOT_FOUND', 'UNAUTHENTICATED', 'UNAUTHORIZED'],
      privileges,
      api: { method: 'GET', path },
    }),
    get: operation({
      params: { library_item: id, version: id },
      result: itemChangeInfo,
      errors: ['ERROR', 'NOT_FOUND', 'UNAUTHENTICATED', 'UNAUTHORIZED'],
      privileges,
      api: { method: 'GET', path: `${path}/{version}` },
    }),
  },
)
