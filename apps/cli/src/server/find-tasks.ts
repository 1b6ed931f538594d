import type { Client } from '@accession/client'
import { operations, type TaskInfo, type TaskStatus } from '@accession/core/contract'
import { findItem } from './find-item.ts'
import { findLibrary, searchLibrary } from './find-library.ts'
import { isId } from './is-id.ts'

/** What a task works on. */
export interface TaskTarget {
  readonly type: 'com.vmware.content.Library' | 'com.vmware.content.library.Item'
  readonly id: string
}

/** A task with its id. */
export type FoundTask = TaskInfo & { readonly id: string }

/** The services that synchronize with publishers, or drop what was fetched. */
export const syncServices: readonly string[] = [
  'com.vmware.content.subscribed_library',
  'com.vmware.content.library.subscribed_item',
  'com.vmware.content.library.item.downloadsession.file',
]

/** Those of the content library: a vCenter has tasks of much else, and wants to be told whose. */
const contentServices: readonly string[] = [
  ...new Set(operations.map(({ service }) => service)),
].filter((service) => service.startsWith('com.vmware.content.'))

/** Which tasks are meant. */
export interface TaskFilter {
  readonly target?: TaskTarget | undefined
  readonly services?: readonly string[]
  readonly status?: readonly TaskStatus[] | undefined
}

/** The tasks of the content library that a filter lets through, in the order in which they began. */
export const findTasks = async (
  client: Client,
  { target, services = contentServices, status = [] }: TaskFilter,
  signal: AbortSignal,
): Promise<readonly FoundTask[]> => {
  const filter_spec = {
    services,
    ...(target && { targets: [target] }),
    ...(status.length > 0 && { status }),
  }
  const tasks = await client.task.list({ filter_spec, result_spec: {} }, { signal })
  return Object.entries(tasks)
    .map(([id, task]) => ({ id, ...task }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

/** The library or the item that a text names, as tasks name it. */
export const findTaskTarget = async (
  client: Client,
  text: string,
  signal: AbortSignal,
): Promise<TaskTarget> => {
  const isItem = text.includes('/') || isId(text)
  const library = isItem
    ? await searchLibrary(client, text, signal)
    : await findLibrary(client, text, signal)
  if (library) return { type: 'com.vmware.content.Library', id: library.id }
  const { id } = await findItem(client, text, signal)
  return { type: 'com.vmware.content.library.Item', id }
}

/** What a task says of itself: why it failed, or what it does. */
export const taskSays = ({ status, error, progress }: TaskInfo): string => {
  if (status !== 'FAILED') return progress?.message.default_message ?? ''
  // Any error of any service may stand here; all have messages.
  const [message] = (error as { messages?: { default_message?: string }[] } | undefined)
    ?.messages ?? [{}]
  return message?.default_message ?? 'It failed, and the server does not say why.'
}
