import type { Command } from 'commander'
import { awaitSync } from '../../server/await-sync.ts'
import { findLibrary } from '../../server/find-library.ts'
import { withClient } from '../../server/with-client.ts'

const help = `
The items stay; their files are fetched again when somebody asks for them.

Example:
  accession library evict mirror`

/** Adds `library evict`. */
export const addLibraryEvict = (library: Command, signal: AbortSignal): void => {
  library
    .command('evict')
    .description('Drop the files of a library that fetches them on demand')
    .argument('<library>', 'its name or id')
    .addHelpText('after', help)
    .action((text: string, _: unknown, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        const { id, name } = await findLibrary(client, text, signal)
        await client.subscribedLibrary.evict({ library_id: id }, { signal })
        const target = { type: 'com.vmware.content.Library', id } as const
        await awaitSync(client, target, signal, (told) => output.note(told))
        output.result({ id, name }, () => [`Dropped the files of library ${name}`])
      }),
    )
}
