import type { Command } from 'commander'
import { CommandError } from '../command-error.ts'
import { table } from '../output/table.ts'
import { createLibrary } from '../server/create-library.ts'
import { findLibrary } from '../server/find-library.ts'
import { getAll } from '../server/get-all.ts'
import { withClient } from '../server/with-client.ts'

/** Adds `library create|ls|rm`. */
export const addLibraryCommands = (program: Command, signal: AbortSignal): void => {
  const library = program.command('library').description('Create, list and remove libraries')
  library
    .command('create')
    .description('Create a library')
    .argument('<name>', '1 to 80 characters')
    .option('--description <text>', 'what it is for', '')
    .option('--datastore <id>', 'where a vCenter is to keep its files', 'datastore-1')
    .addHelpText('after', '\nExample:\n  accession library create images')
    .action((name: string, options: CreateOptions, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        const id = await createLibrary(client, { name, ...options }, signal)
        output.result({ id, name }, () => [`Created library ${name} (${id})`])
      }),
    )
  library
    .command('ls')
    .description('List the libraries')
    .action((_: unknown, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        const ids = await client.library.list({}, { signal })
        const libraries = await getAll(ids, (id) =>
          client.library.get({ library_id: id }, { signal }).then((model) => ({ ...model, id })),
        )
        output.result(libraries, () =>
          table(
            ['NAME', 'TYPE', 'VERSION', 'ID'],
            libraries.map(({ name = '', type = '', version = '', id }) => [
              name,
              type,
              version,
              id,
            ]),
          ),
        )
      }),
    )
  library
    .command('rm')
    .description('Remove a library')
    .argument('<library>', 'its name or id')
    .option('-f, --force', 'with all its items')
    .action((name: string, { force }: { force?: boolean }, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        const found = await findLibrary(client, name, signal)
        const items = await client.item.list({ library_id: found.id }, { signal })
        if (items.length > 0 && !force) {
          throw new CommandError(
            `Library ${found.name} has ${items.length} items: --force removes it with all of them.`,
          )
        }
        await client.localLibrary.delete({ library_id: found.id }, { signal })
        output.result({ id: found.id, name: found.name }, () => [`Removed library ${found.name}`])
      }),
    )
}

interface CreateOptions {
  readonly description: string
  readonly datastore: string
}
