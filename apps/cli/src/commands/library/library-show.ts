import { isApiError, type Client } from '@accession/client'
import type { PublishInfo, SubscriptionInfo } from '@accession/core/contract'
import type { Command } from 'commander'
import { properties } from '../../output/properties.ts'
import { findLibrary, type FoundLibrary } from '../../server/find-library.ts'
import { findTasks, syncServices, taskSays, type FoundTask } from '../../server/find-tasks.ts'
import { withClient } from '../../server/with-client.ts'

const help = `
Examples:
  accession library show images
  accession library show images --output yaml`

/** Adds `library show`. */
export const addLibraryShow = (library: Command, signal: AbortSignal): void => {
  library
    .command('show')
    .description('Show a library')
    .argument('<library>', 'its name or id')
    .addHelpText('after', help)
    .action((name: string, _: unknown, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        const found = await findLibrary(client, name, signal)
        const items = await client.item.list({ library_id: found.id }, { signal })
        const task = await findSync(client, found, signal)
        output.result({ ...found, item_count: items.length, ...(task && { task }) }, () =>
          properties({
            Name: found.name,
            Id: found.id,
            Description: found.description,
            Type: found.type,
            State: found.state_info?.state,
            Items: String(items.length),
            Version: found.version,
            Created: found.creation_time,
            Modified: found.last_modified_time,
            'Publish URL': found.publish_info?.publish_url,
            'Subscribers sign in': signIn(found.publish_info),
            Follows: found.subscription_info?.subscription_url,
            'Signs in': signsIn(found.subscription_info),
            Synchronizes: syncsOf(found.subscription_info),
            Files: filesOf(found.subscription_info),
            Synchronized: found.last_sync_time ?? (found.subscription_info && 'not yet'),
            'Under way': task && `${taskSays(task)} (task ${task.id})`,
            Reason: found.state_info?.message,
          }),
        )
      }),
    )
}

const signIn = (info: PublishInfo | undefined): string | undefined => {
  if (!info?.published) return undefined
  return info.authentication_method === 'BASIC' ? `as ${info.user_name}` : 'not at all'
}

/** The synchronization that is going on, of a library that follows another one. */
const findSync = async (
  client: Client,
  { id, type }: FoundLibrary,
  signal: AbortSignal,
): Promise<FoundTask | undefined> => {
  if (type !== 'SUBSCRIBED') return undefined
  const target = { type: 'com.vmware.content.Library', id } as const
  const status = ['PENDING', 'RUNNING', 'BLOCKED'] as const
  const [task] = await findTasks(client, { target, services: syncServices, status }, signal).catch(
    unlessUnknown,
  )
  return task
}

/** Simulators of a vCenter know no tasks. */
const unlessUnknown = (error: unknown): readonly FoundTask[] => {
  if (isApiError(error, 'NOT_FOUND', 'OPERATION_NOT_FOUND')) return []
  throw error
}

/** As whom a library that follows another one signs in there. */
const signsIn = (info: SubscriptionInfo | undefined): string | undefined => {
  if (!info) return undefined
  return info.authentication_method === 'BASIC' ? `as ${info.user_name ?? 'vcsp'}` : 'not at all'
}

/** What makes it synchronize. */
const syncsOf = (info: SubscriptionInfo | undefined): string | undefined => {
  if (!info) return undefined
  return info.automatic_sync_enabled === true
    ? 'by itself, at the hours of the server'
    : 'when asked to'
}

/** When a library that follows another one fetches files. */
const filesOf = (info: SubscriptionInfo | undefined): string | undefined => {
  if (!info) return undefined
  return info.on_demand === true ? 'on demand' : 'with each synchronization'
}
