import type { Command } from 'commander'
import { usageError } from '../../command-error.ts'
import { createLibrary } from '../../server/create-library.ts'
import { createSubscribedLibrary } from '../../server/create-subscribed-library.ts'
import { addSubscriptionOptions, subscriptionTo } from '../../server/subscription-options.ts'
import type { SubscriptionOptions } from '../../server/subscription-options.ts'
import { warnOfNamesakes } from '../../server/warn-of-namesakes.ts'
import { withClient } from '../../server/with-client.ts'

interface CreateOptions extends SubscriptionOptions {
  readonly description: string
  readonly datastore: string
  readonly subscribe?: string
  readonly onDemand: boolean
  readonly automatic: boolean
}

const help = `
With --subscribe the library follows a published one: its items are taken over, at once and then by
the hours and the interval of the server's configuration.

A vCenter keeps a library's files on a datastore of its inventory: name its id there.

Examples:
  accession library create images
  accession library create images --description 'What everybody installs from'
  accession library create images --server https://vcenter.example --datastore datastore-42
  accession library create mirror --subscribe https://publisher.example/cls/vcsp/lib/ID/lib.json
  accession library create mirror --subscribe https://publisher.example/lib.json --on-demand \\
    --as vcsp --password-file secret.txt`

/** Adds `library create`. */
export const addLibraryCreate = (library: Command, signal: AbortSignal): void => {
  addSubscriptionOptions(
    library
      .command('create')
      .description('Create a library')
      .argument('<name>', '1 to 80 characters')
      .option('--description <text>', 'what it is for', '')
      .option('--datastore <id>', 'where a vCenter is to keep its files', 'datastore-1')
      .option('--subscribe <url>', 'follow the library whose lib.json is there')
      .option('--on-demand', 'fetch files when somebody asks for them', false)
      .option('--no-automatic', 'synchronize only when asked to'),
  )
    .addHelpText('after', help)
    .action((name: string, options: CreateOptions, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        const { subscribe } = options
        if (subscribe === undefined) {
          refuseWithoutSubscription(options)
          const id = await createLibrary(client, { name, ...options }, signal)
          await warnOfNamesakes(client, name, output, signal)
          return output.result({ id, name }, () => [`Created library ${name} (${id})`])
        }
        const subscription = {
          ...(await subscriptionTo(subscribe, options)),
          on_demand: options.onDemand,
          automatic_sync_enabled: options.automatic,
        }
        const id = await createSubscribedLibrary(client, { name, ...options, subscription }, signal)
        await warnOfNamesakes(client, name, output, signal)
        output.result({ id, name }, () => [
          `Created library ${name} (${id}), which follows ${subscribe}`,
        ])
      }),
    )
}

/** What says how to follow a library says nothing without one. */
const refuseWithoutSubscription = (options: CreateOptions): void => {
  const { as: user, passwordFile, thumbprint, onDemand, automatic } = options
  const isGiven = [user, passwordFile, thumbprint].some((value) => value !== undefined)
  if (isGiven || onDemand || !automatic)
    throw usageError('Only a library that follows another one takes these: add --subscribe URL.')
}
