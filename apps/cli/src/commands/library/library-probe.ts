import type { Command } from 'commander'
import { CommandError } from '../../command-error.ts'
import { adviceOnCredentials } from '../../describe-failure.ts'
import { properties } from '../../output/properties.ts'
import { addSubscriptionOptions, subscriptionTo } from '../../server/subscription-options.ts'
import type { SubscriptionOptions } from '../../server/subscription-options.ts'
import { withClient } from '../../server/with-client.ts'

const help = `
The server looks, not this program: what it may reach counts. Of an https address it shows the
certificate, whose thumbprint \`library create --subscribe\` takes.

Examples:
  accession library probe https://publisher.example/cls/vcsp/lib/ID/lib.json
  accession library probe https://publisher.example/lib.json --as vcsp --password-file secret.txt`

/** Adds `library probe`. */
export const addLibraryProbe = (library: Command, signal: AbortSignal): void => {
  addSubscriptionOptions(
    library
      .command('probe')
      .description('Look whether a published library can be followed')
      .argument('<url>', 'the address of its lib.json'),
  )
    .addHelpText('after', help)
    .action((url: string, options: SubscriptionOptions, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        const subscription_info = await subscriptionTo(url, options)
        const probed = await client.subscribedLibrary.probe({ subscription_info }, { signal })
        const { status, ssl_thumbprint, error_messages } = probed
        output.result(probed, () =>
          properties({
            Status: status,
            Thumbprint: ssl_thumbprint,
            Reason: error_messages[0]?.default_message,
          }),
        )
        if (status === 'SUCCESS') return
        const what = status === 'INVALID_CREDENTIALS' ? `. ${adviceOnCredentials}` : ''
        throw new CommandError(`It cannot be followed: ${status}${what}`)
      }),
    )
}
