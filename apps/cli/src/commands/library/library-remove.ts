import type { Command } from 'commander'
import { CommandError } from '../../command-error.ts'
import { countOf } from '../../output/count-of.ts'
import { findLibrary } from '../../server/find-library.ts'
import { withClient } from '../../server/with-client.ts'

const help = `
Examples:
  accession library rm images
  accession library rm images --force`

/** Adds `library rm`. */
export const addLibraryRemove = (library: Command, signal: AbortSignal): void => {
  library
    .command('rm')
    .description('Remove a library')
    .argument('<library>', 'its name or id')
    .option('-f, --force', 'with all its items')
    .addHelpText('after', help)
    .action((name: string, { force }: { force?: boolean }, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        const found = await findLibrary(client, name, signal)
        const items = await client.item.list({ library_id: found.id }, { signal })
        if (items.length > 0 && !force) {
          throw new CommandError(
            `Library ${found.name} has ${countOf(items.length, 'item')}: --force removes it with all of them.`,
          )
        }
        await client.localLibrary.delete({ library_id: found.id }, { signal })
        output.result({ id: found.id, name: found.name }, () => [`Removed library ${found.name}`])
      }),
    )
}
