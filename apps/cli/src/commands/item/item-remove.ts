import type { Command } from 'commander'
import { findItem } from '../../server/find-item.ts'
import { withClient } from '../../server/with-client.ts'

const help = `
Example:
  accession item rm images/ubuntu`

/** Adds `item rm`. */
export const addItemRemove = (item: Command, signal: AbortSignal): void => {
  item
    .command('rm')
    .description('Remove an item')
    .argument('<item>', 'LIBRARY/ITEM, or its id')
    .addHelpText('after', help)
    .action((name: string, _: unknown, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        const { id, name: itemName } = await findItem(client, name, signal)
        await client.item.delete({ library_item_id: id }, { signal })
        output.result({ id, name: itemName }, () => [`Removed item ${itemName}`])
      }),
    )
}
