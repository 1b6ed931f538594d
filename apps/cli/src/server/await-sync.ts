import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '@accession/client'
import type { TaskInfo } from '@accession/core/contract'
import { CommandError } from '../command-error.ts'

/** What a task works on. */
interface TaskTarget {
  readonly type: 'com.vmware.content.Library' | 'com.vmware.content.library.Item'
  readonly id: string
}

/** The services whose tasks fetch from publishers, and drop what was fetched. */
const services = [
  'com.vmware.content.subscribed_library',
  'com.vmware.content.library.subscribed_item',
  'com.vmware.content.library.item.downloadsession.file',
]

/**
 * Waits until no task synchronizes a library or an item any more; rejects with why the last one
 * failed. A server that knows no such tasks has nothing to wait for.
 */
export const awaitSync = async (
  client: Client,
  { type, id }: TaskTarget,
  signal: AbortSignal,
  onProgress: (text: string) => void,
): Promise<void> => {
  const filter_spec = { services, targets: [{ type, id }] }
  let told = ''
  for (let waitMs = 100; ; waitMs = Math.min(2 * waitMs, 2_000)) {
    const tasks = await client.task.list({ filter_spec, result_spec: {} }, { signal })
    const inOrder = Object.entries(tasks).toSorted(([a], [b]) => (a < b ? -1 : 1))
    const [, last] = inOrder.at(-1) ?? []
    if (!last || last.status === 'SUCCEEDED') return
    if (last.status === 'FAILED') throw new CommandError(reasonOf(last))
    const text = last.progress?.message.default_message ?? ''
    if (text !== told) onProgress(text)
    told = text
    await sleep(waitMs, undefined, { signal })
  }
}

const reasonOf = ({ error }: TaskInfo): string => {
  const [message] = (error as { messages?: { default_message?: string }[] } | undefined)
    ?.messages ?? [{}]
  return message?.default_message ?? 'It failed, and the server does not say why.'
}
