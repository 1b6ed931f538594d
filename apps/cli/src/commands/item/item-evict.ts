import type { Command } from 'commander'
import { findItem } from '../../server/find-item.ts'
import { withClient } from '../../server/with-client.ts'

const help = `
Example:
  accession item evict mirror/ubuntu`

/** Adds `item evict`. */
export const addItemEvict = (item: Command, signal: AbortSignal): void => {
  item
    .command('evict')
    .description('Drop the files of an item whose library fetches them on demand')
    .argument('<item>', 'LIBRARY/ITEM, or its id')
    .addHelpText('after', help)
    .action((text: string, _: unknown, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        const { id, name } = await findItem(client, text, signal)
        await client.subscribedItem.evict({ library_item_id: id }, { signal })
        output.result({ id, name }, () => [`Dropped the files of item ${name}`])
      }),
    )
}
