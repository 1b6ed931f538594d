import type { Command } from 'commander'
import { formatBytes } from '../../output/format-bytes.ts'
import { table } from '../../output/table.ts'
import { findLibrary, type FoundLibrary } from '../../server/find-library.ts'
import { getAll } from '../../server/get-all.ts'
import { withClient, type Session } from '../../server/with-client.ts'

const help = `
Examples:
  accession item ls
  accession item ls images
  accession item ls images --output ids`

/** Adds `item ls`. */
export const addItemList = (item: Command, signal: AbortSignal): void => {
  item
    .command('ls')
    .description('List the items of a library, or of all')
    .argument('[library]', 'its name or id')
    .addHelpText('after', help)
    .action((name: string | undefined, _: unknown, command: Command) =>
      withClient(command, signal, async (session) => {
        const libraries =
          name === undefined
            ? await allLibraries(session)
            : [await findLibrary(session.client, name, signal)]
        const items: Awaited<ReturnType<typeof itemsOf>>[number][] = []
        for (const library of libraries) items.push(...(await itemsOf(session, library)))
        if (items.length === 0) session.output.note('There are no items.')
        const isFollowing = libraries.some(({ type }) => type === 'SUBSCRIBED')
        session.output.result(items, () =>
          table(
            ['ITEM', 'TYPE', 'SIZE', ...(isFollowing ? ['CACHED'] : []), 'VERSION', 'ID'],
            items.map(
              ({ path, type = '', size = 0, cached, content_version: version = '', id }) => [
                path,
                type,
                formatBytes(size),
                ...(isFollowing ? [cached ? 'yes' : 'no'] : []),
                version,
                id,
              ],
            ),
          ),
        )
      }),
    )
}

const allLibraries = async ({ client, signal }: Session): Promise<readonly FoundLibrary[]> =>
  getAll(await client.library.list({}, { signal }), async (id) => {
    const library = await client.library.get({ library_id: id }, { signal })
    return { ...library, id, name: library.name ?? id }
  })

const itemsOf = async ({ client, signal }: Session, library: FoundLibrary) =>
  getAll(await client.item.list({ library_id: library.id }, { signal }), async (id) => {
    const item = await client.item.get({ library_item_id: id }, { signal })
    return { ...item, id, path: `${library.name}/${item.name}` }
  })
