import type { Command } from 'commander'
import { findLibrary } from '../../server/find-library.ts'
import { withClient } from '../../server/with-client.ts'
import { currentPublishPassword, type PublishPasswordOptions } from './publish-passwords.ts'

const help = `
Subscribers keep what they have, and learn nothing new.

Examples:
  accession library unpublish images
  accession library unpublish images --current-password-file ./password`

/** Adds `library unpublish`. */
export const addLibraryUnpublish = (library: Command, signal: AbortSignal): void => {
  library
    .command('unpublish')
    .description('Publish a library no longer')
    .argument('<library>', 'its name or id')
    .option('--current-password-file <file>', 'read the password that subscribers have from a file')
    .addHelpText('after', help)
    .action((text: string, options: PublishPasswordOptions, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        const { id, name, publish_info: before } = await findLibrary(client, text, signal)
        const isGuarded = before?.published && before.authentication_method === 'BASIC'
        const publish_info = {
          published: false,
          ...(isGuarded && {
            current_password: await currentPublishPassword(options, name, signal),
          }),
        }
        const update = { library_id: id, update_spec: { publish_info } }
        await client.localLibrary.update(update, { signal })
        output.result({ id, name }, () => [`Library ${name} is published no longer`])
      }),
    )
}
