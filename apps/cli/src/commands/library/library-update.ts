import type { SubscriptionInfo } from '@accession/core/contract'
import type { Command } from 'commander'
import { usageError } from '../../command-error.ts'
import { findLibrary } from '../../server/find-library.ts'
import { addSubscriptionOptions, changedSubscription } from '../../server/subscription-options.ts'
import type { SubscriptionOptions } from '../../server/subscription-options.ts'
import { warnOfNamesakes } from '../../server/warn-of-namesakes.ts'
import { withClient } from '../../server/with-client.ts'

interface UpdateOptions extends SubscriptionOptions {
  readonly name?: string
  readonly description?: string
  readonly subscribe?: string
  readonly onDemand?: boolean
  readonly automatic?: boolean
}

const help = `
Refused where somebody else changed the library since it was looked at. What a library follows is changed once
it was found so. Everything else about a library is changed with \`accession call local_library.update\`, or
\`accession call subscribed_library.update\` for one that follows another.

Examples:
  accession library update images --name 'golden images'
  accession library update images --description ''
  accession library update mirror --password-file secret.txt
  accession library update mirror --subscribe https://publisher.example/moved/lib.json`

/** Adds `library update`. */
export const addLibraryUpdate = (library: Command, signal: AbortSignal): void => {
  addSubscriptionOptions(
    library
      .command('update')
      .description('Change the name or the description of a library, or what it follows')
      .argument('<library>', 'its name or id')
      .option('-n, --name <name>', 'its new name')
      .option('--description <text>', 'what it is for')
      .option('--subscribe <url>', 'follow the library whose lib.json is there')
      .option('--on-demand', 'fetch files when somebody asks for them')
      .option('--no-on-demand', 'fetch files with each synchronization')
      .option('--automatic', 'synchronize by the hours of the server')
      .option('--no-automatic', 'synchronize only when asked to'),
  )
    .addHelpText('after', help)
    .action(async (text: string, options: UpdateOptions, command: Command) => {
      const { name, description } = options
      const followed = await followedBy(options)
      if (name === undefined && description === undefined && !followed) {
        throw usageError('Say what is to change: --name, --description, or what it follows.')
      }
      return withClient(command, signal, async ({ client, output }) => {
        const { id, name: before, version, type } = await findLibrary(client, text, signal)
        const update_spec = {
          ...(name !== undefined && { name }),
          ...(description !== undefined && { description }),
          ...(followed && { subscription_info: followed }),
          ...(version !== undefined && { version }),
        }
        if (type !== 'SUBSCRIBED' && followed)
          throw usageError(`Library ${before} follows no other one: there is nothing to change.`)
        const service = type === 'SUBSCRIBED' ? client.subscribedLibrary : client.localLibrary
        await service.update({ library_id: id, update_spec }, { signal })
        if (name !== undefined) await warnOfNamesakes(client, name, output, signal)
        output.result({ id, name: name ?? before }, () => [`Changed library ${name ?? before}`])
      })
    })
}

/** What changes of what a library follows; nothing where nothing of it was named. */
const followedBy = async (options: UpdateOptions): Promise<SubscriptionInfo | undefined> => {
  const { subscribe, onDemand, automatic } = options
  const info = {
    ...(await changedSubscription(options)),
    ...(subscribe !== undefined && { subscription_url: subscribe }),
    ...(onDemand !== undefined && { on_demand: onDemand }),
    ...(automatic !== undefined && { automatic_sync_enabled: automatic }),
  }
  return Object.keys(info).length > 0 ? info : undefined
}
