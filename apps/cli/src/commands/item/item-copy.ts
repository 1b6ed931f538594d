import type { Client } from '@accession/client'
import type { Command } from 'commander'
import { findItem } from '../../server/find-item.ts'
import { findLibrary, searchLibrary } from '../../server/find-library.ts'
import { readPath } from '../../server/item-path.ts'
import { namingCollision } from '../../server/naming-collision.ts'
import { withClient } from '../../server/with-client.ts'

const help = `
The copy keeps its name where only a library is named. Its files are there when the command is done.

Examples:
  accession item cp images/ubuntu archive
  accession item cp images/ubuntu archive/ubuntu-old`

/** Adds `item cp`. */
export const addItemCopy = (item: Command, signal: AbortSignal): void => {
  item
    .command('cp')
    .description('Copy an item with its files, within a library or into another')
    .argument('<item>', 'LIBRARY/ITEM, or its id')
    .argument('<target>', 'LIBRARY, or LIBRARY/NAME')
    .option('--description <text>', 'what the copy is')
    .addHelpText('after', help)
    .action((text: string, to: string, options: { description?: string }, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        const source = await findItem(client, text, signal)
        const target = await findPlace(client, to, source.name, signal)
        const { description = source.description } = options
        const { name, libraryId } = target
        const destination_create_spec = {
          library_id: libraryId,
          name,
          ...(description !== undefined && { description }),
          ...(source.type !== undefined && { type: source.type }),
        }
        const id = await client.item
          .copy(
            { source_library_item_id: source.id, destination_create_spec },
            { signal, timeoutMs },
          )
          .catch(namingCollision(client, target))
        output.result({ id, name, library_id: libraryId }, () => [
          `Copied ${source.name} to ${target.library}/${name} (${id})`,
        ])
      }),
    )
}

/** A vCenter copies the bytes before it answers. */
const timeoutMs = 60 * 60 * 1_000

interface Place {
  readonly libraryId: string
  readonly library: string
  readonly name: string
}

/** A library that there is, its name read as long as possible, and the name that follows. */
const findPlace = async (
  client: Client,
  text: string,
  sameName: string,
  signal: AbortSignal,
): Promise<Place> => {
  const whole = await searchLibrary(client, text, signal)
  if (whole) return { libraryId: whole.id, library: whole.name, name: sameName }
  const paths = readPath(text)
  for (const { library, item } of paths) {
    const found = await searchLibrary(client, library, signal)
    if (found) return { libraryId: found.id, library: found.name, name: item }
  }
  const { id, name } = await findLibrary(client, paths[0]?.library ?? text, signal)
  return { libraryId: id, library: name, name: sameName }
}
