import type { Command } from 'commander'
import { table } from '../../output/table.ts'
import { getAll } from '../../server/get-all.ts'
import { withClient } from '../../server/with-client.ts'

const help = `
Examples:
  accession library ls
  accession library ls --output ids`

/** Adds `library ls`. */
export const addLibraryList = (library: Command, signal: AbortSignal): void => {
  library
    .command('ls')
    .description('List the libraries')
    .addHelpText('after', help)
    .action((_: unknown, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        const ids = await client.library.list({}, { signal })
        const libraries = await getAll(ids, (id) =>
          client.library.get({ library_id: id }, { signal }).then((model) => ({ ...model, id })),
        )
        if (libraries.length === 0)
          output.note('There are no libraries: `accession library create` makes one.')
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
}
