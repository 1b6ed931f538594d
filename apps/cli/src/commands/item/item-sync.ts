import type { Command } from 'commander'
import { awaitSync } from '../../server/await-sync.ts'
import { findItem } from '../../server/find-item.ts'
import { withClient } from '../../server/with-client.ts'

const help = `
Examples:
  accession item sync mirror/ubuntu
  accession item sync mirror/ubuntu --content`

/** Adds `item sync`. */
export const addItemSync = (item: Command, signal: AbortSignal): void => {
  item
    .command('sync')
    .description('Take over what has changed where an item is published')
    .argument('<item>', 'LIBRARY/ITEM, or its id')
    .option('--content', 'fetch its files too where its library does so on demand', false)
    .addHelpText('after', help)
    .action((text: string, { content }: { readonly content: boolean }, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        const { id, name } = await findItem(client, text, signal)
        const input = { library_item_id: id, force_sync_content: content }
        await client.subscribedItem.sync(input, { signal })
        const target = { type: 'com.vmware.content.library.Item', id } as const
        await awaitSync(client, target, signal, (told) => output.note(told))
        output.result({ id, name }, () => [`Synchronized item ${name}`])
      }),
    )
}
