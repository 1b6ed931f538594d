import type { Command } from 'commander'
import { createLibrary } from '../../server/create-library.ts'
import { withClient } from '../../server/with-client.ts'

interface CreateOptions {
  readonly description: string
  readonly datastore: string
}

const help = `
A vCenter keeps a library's files on a datastore of its inventory: name its id there.

Examples:
  accession library create images
  accession library create images --description 'What everybody installs from'
  accession library create images --server https://vcenter.example --datastore datastore-42`

/** Adds `library create`. */
export const addLibraryCreate = (library: Command, signal: AbortSignal): void => {
  library
    .command('create')
    .description('Create a library')
    .argument('<name>', '1 to 80 characters')
    .option('--description <text>', 'what it is for', '')
    .option('--datastore <id>', 'where a vCenter is to keep its files', 'datastore-1')
    .addHelpText('after', help)
    .action((name: string, options: CreateOptions, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        const id = await createLibrary(client, { name, ...options }, signal)
        output.result({ id, name }, () => [`Created library ${name} (${id})`])
      }),
    )
}
