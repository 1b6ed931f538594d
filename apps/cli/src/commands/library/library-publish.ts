import type { PublishInfo } from '@accession/core/contract'
import type { Command } from 'commander'
import { usageError } from '../../command-error.ts'
import { findLibrary } from '../../server/find-library.ts'
import { warnOfPassword } from '../../output/warn-of-password.ts'
import { withClient } from '../../server/with-client.ts'
import {
  currentPublishPassword,
  newPublishPassword,
  type PublishPasswordOptions,
} from './publish-passwords.ts'

interface PublishOptions extends PublishPasswordOptions {
  readonly basic?: boolean
  readonly open?: boolean
}

const help = `
Without options a library is published as it was the last time, at first for everybody who reaches the
server. Subscribers with a password sign in as vcsp. Give the URL that is printed to a vCenter, as the
subscription URL of a subscribed library.

Examples:
  accession library publish images
  accession library publish images --basic
  accession library publish images --basic --new-password-file ./new --current-password-file ./old`

/** Adds `library publish`. */
export const addLibraryPublish = (library: Command, signal: AbortSignal): void => {
  library
    .command('publish')
    .description('Publish a library, for vCenters and others to subscribe to')
    .argument('<library>', 'its name or id')
    .option('--basic', 'ask subscribers for a password, which is set anew')
    .option('--open', 'ask subscribers for no password any more')
    .option('--new-password-file <file>', 'read the new password from a file')
    .option('--current-password-file <file>', 'read the password that they have now from a file')
    .addHelpText('after', help)
    .action((text: string, options: PublishOptions, command: Command) => {
      if (options.basic && options.open) throw usageError('Give one of --basic and --open.')
      if (options.newPasswordFile !== undefined && !options.basic)
        throw usageError('--new-password-file is for --basic: give that too.')
      return withClient(command, signal, async ({ client, output }) => {
        const found = await findLibrary(client, text, signal)
        const hasPassword = found.publish_info?.authentication_method === 'BASIC'
        const isGuarded = hasPassword && Boolean(options.basic ?? options.open)
        const publish_info: PublishInfo = {
          published: true,
          ...(isGuarded && {
            current_password: await currentPublishPassword(options, found.name, signal),
          }),
          ...(options.open && { authentication_method: 'NONE' }),
          ...(options.basic && {
            authentication_method: 'BASIC',
            password: await newPublishPassword(options, found.name, signal),
          }),
        }
        if (publish_info.password !== undefined) warnOfPassword(publish_info.password, output)
        const { id: library_id } = found
        await client.localLibrary.update({ library_id, update_spec: { publish_info } }, { signal })
        const { publish_info: after } = await client.localLibrary.get({ library_id }, { signal })
        const result = { id: library_id, name: found.name, ...after }
        output.result(result, () => [`Published library ${found.name}`, after?.publish_url ?? ''])
        if (isOfThisMachine(after?.publish_url)) output.note(ofThisMachine)
      })
    })
}

const ofThisMachine =
  'That address is good on this machine alone. For others set ACCESSION_PUBLIC_URL of the server to where they reach it, or call it by that address yourself (--server).'

const isOfThisMachine = (url = ''): boolean =>
  URL.canParse(url) &&
  /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(url).hostname)
