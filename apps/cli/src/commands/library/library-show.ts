import type { PublishInfo, SubscriptionInfo } from '@accession/core/contract'
import type { Command } from 'commander'
import { properties } from '../../output/properties.ts'
import { findLibrary } from '../../server/find-library.ts'
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
        output.result({ ...found, item_count: items.length }, () =>
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
            Files: filesOf(found.subscription_info),
            Synchronized: found.last_sync_time,
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

/** When a library that follows another one fetches files. */
const filesOf = (info: SubscriptionInfo | undefined): string | undefined => {
  if (!info) return undefined
  return info.on_demand === true ? 'on demand' : 'with each synchronization'
}
