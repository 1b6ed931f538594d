import type { Command } from 'commander'
import { usageError } from '../../command-error.ts'
import { findLibrary } from '../../server/find-library.ts'
import { withClient } from '../../server/with-client.ts'

interface UpdateOptions {
  readonly name?: string
  readonly description?: string
}

const help = `
Refused where somebody else changed the library since it was looked at. Everything else about a library
is changed with \`accession call local_library.update\`.

Examples:
  accession library update images --name 'golden images'
  accession library update images --description ''`

/** Adds `library update`. */
export const addLibraryUpdate = (library: Command, signal: AbortSignal): void => {
  library
    .command('update')
    .description('Change the name or the description of a library')
    .argument('<library>', 'its name or id')
    .option('-n, --name <name>', 'its new name')
    .option('--description <text>', 'what it is for')
    .addHelpText('after', help)
    .action((text: string, { name, description }: UpdateOptions, command: Command) => {
      if (name === undefined && description === undefined) {
        throw usageError('Say what is to change: --name, --description or both.')
      }
      return withClient(command, signal, async ({ client, output }) => {
        const { id, name: before, version } = await findLibrary(client, text, signal)
        const update_spec = {
          ...(name !== undefined && { name }),
          ...(description !== undefined && { description }),
          ...(version !== undefined && { version }),
        }
        await client.localLibrary.update({ library_id: id, update_spec }, { signal })
        output.result({ id, name: name ?? before }, () => [`Changed library ${name ?? before}`])
      })
    })
}
