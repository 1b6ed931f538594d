import type { Command } from 'commander'
import { awaitSync } from '../../server/await-sync.ts'
import { findLibrary } from '../../server/find-library.ts'
import { withClient } from '../../server/with-client.ts'

const help = `
Examples:
  accession library sync mirror
  accession library sync mirror --no-wait`

/** Adds `library sync`. */
export const addLibrarySync = (library: Command, signal: AbortSignal): void => {
  library
    .command('sync')
    .description('Take over what has changed where a library is published')
    .argument('<library>', 'its name or id')
    .option('--no-wait', 'do not wait until it is done')
    .addHelpText('after', help)
    .action((text: string, { wait }: { readonly wait: boolean }, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        const { id, name } = await findLibrary(client, text, signal)
        await client.subscribedLibrary.sync({ library_id: id }, { signal })
        const target = { type: 'com.vmware.content.Library', id } as const
        if (wait) await awaitSync(client, target, signal, (told) => output.note(told))
        output.result({ id, name }, () => [
          wait ? `Synchronized library ${name}` : `Synchronizing library ${name}`,
        ])
      }),
    )
}
