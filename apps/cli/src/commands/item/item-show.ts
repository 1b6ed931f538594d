import type { Command } from 'commander'
import { formatBytes } from '../../output/format-bytes.ts'
import { properties } from '../../output/properties.ts'
import { table } from '../../output/table.ts'
import { findItem } from '../../server/find-item.ts'
import { itemPaths } from '../../server/item-paths.ts'
import { signatureOf } from './signature-of.ts'
import { withClient } from '../../server/with-client.ts'

const help = `
Examples:
  accession item show images/ubuntu
  accession item show images/ubuntu --output yaml`

/** Adds `item show`. */
export const addItemShow = (item: Command, signal: AbortSignal): void => {
  item
    .command('show')
    .description('Show an item and its files')
    .argument('<item>', 'LIBRARY/ITEM, or its id')
    .addHelpText('after', help)
    .action((text: string, _: unknown, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        const found = await findItem(client, text, signal)
        const files = await client.itemFile.list({ library_item_id: found.id }, { signal })
        const path = (await itemPaths(client, [found.id], signal)).get(found.id)
        output.result({ ...found, path, files }, () => [
          ...properties({
            Item: path ?? found.name,
            Id: found.id,
            Description: found.description,
            Type: found.type,
            Size: found.size === undefined ? undefined : formatBytes(found.size),
            Version: found.content_version,
            Created: found.creation_time,
            Modified: found.last_modified_time,
            Synchronized: found.last_sync_time,
            Cached: found.cached === false ? 'no' : undefined,
            Signature: signatureOf(found),
          }),
          ...(files.length > 0 ? [''] : []),
          ...table(
            ['FILE', 'SIZE', 'VERSION', 'CHECKSUM'],
            files.map(({ name, size, version, checksum_info: sum }) => [
              name,
              formatBytes(size),
              version,
              sum ? `${sum.algorithm ?? 'SHA1'} ${sum.checksum}` : '',
            ]),
          ),
        ])
      }),
    )
}
