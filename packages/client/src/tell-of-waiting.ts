import type { LocalizableMessage, UpdateSessionFileInfo } from '@accession/core/contract'
import { isApiError } from './api-error.ts'
import type { PullClient, PullOptions } from './pull-item.ts'

/** Looks at what the files of a pull have become, and tells of what they wait for. */
export type TellOfWaiting = (pulled: readonly UpdateSessionFileInfo[]) => Promise<void>

/**
 * Tells a listener why the files of an item do not get on, as the tasks that pull them do. While nothing moves the
 * server is asked after one look, two, four and so on; a server that has no tasks is asked no more.
 */
export const createTellOfWaiting = (
  { task }: PullClient,
  itemId: string,
  { onWaiting, signal }: Pick<PullOptions, 'onWaiting' | 'signal'>,
): TellOfWaiting => {
  if (!onWaiting || !task) return async () => undefined
  const targets = [{ type: 'com.vmware.content.library.Item', id: itemId }]
  const filter_spec = { services: [pullService], targets, status: ['BLOCKED' as const] }
  let seen = ''
  let looks = 0
  let told = ''
  let hasTasks = true
  return async (pulled) => {
    const now = JSON.stringify(pulled.map((file) => [file.status, file.bytes_transferred]))
    looks = now === seen ? looks + 1 : 0
    seen = now
    if (!hasTasks || !isPowerOfTwo(looks)) return
    const tasks = await task.list({ filter_spec }, { signal }).catch((error: unknown) => {
      if (!isApiError(error)) throw error
      hasTasks = false
      return {}
    })
    const reasons: LocalizableMessage[] = Object.values(tasks).flatMap(
      ({ progress }) => progress?.message ?? [],
    )
    const text = reasons.map(({ default_message }) => default_message).join(' ')
    if (text === told) return
    told = text
    for (const reason of reasons) onWaiting(reason)
  }
}

const pullService = 'com.vmware.content.library.item.updatesession.file'

const isPowerOfTwo = (count: number): boolean => count > 0 && Number.isInteger(Math.log2(count))
