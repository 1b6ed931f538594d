import type { Command } from 'commander'
import { usageError } from '../../command-error.ts'
import { findItem } from '../../server/find-item.ts'
import { namingCollision } from '../../server/naming-collision.ts'
import { withClient } from '../../server/with-client.ts'

interface UpdateOptions {
  readonly name?: string
  readonly description?: string
  readonly type?: string
}

const help = `
Its files are not touched. Refused where somebody else changed the item since it was looked at.

Examples:
  accession item update images/ubuntu --name ubuntu-26.04
  accession item update images/ubuntu --description 'With the fixes of May'`

/** Adds `item update`. */
export const addItemUpdate = (item: Command, signal: AbortSignal): void => {
  item
    .command('update')
    .description('Change the name, the description or the type of an item')
    .argument('<item>', 'LIBRARY/ITEM, or its id')
    .option('-n, --name <name>', 'its new name')
    .option('--description <text>', 'what it is')
    .option('-t, --type <type>', 'ovf, iso or any other')
    .addHelpText('after', help)
    .action((text: string, options: UpdateOptions, command: Command) => {
      if (Object.keys(options).length === 0) {
        throw usageError('Say what is to change: --name, --description or --type.')
      }
      return withClient(command, signal, async ({ client, output }) => {
        const { id, name: before, version, library_id } = await findItem(client, text, signal)
        const name = options.name ?? before
        const update_spec = { ...options, ...(version !== undefined && { version }) }
        await client.item
          .update({ library_item_id: id, update_spec }, { signal })
          .catch(namingCollision(client, { libraryId: library_id, name }))
        output.result({ id, name }, () => [`Changed item ${name}`])
      })
    })
}
