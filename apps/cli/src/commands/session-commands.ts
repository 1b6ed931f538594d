import { isApiError } from '@accession/client'
import type { Client } from '@accession/client'
import type { Command } from 'commander'
import { CommandError } from '../command-error.ts'
import { formatBytes } from '../output/format-bytes.ts'
import { table } from '../output/table.ts'
import { findItem } from '../server/find-item.ts'
import { getAll } from '../server/get-all.ts'
import { itemPaths } from '../server/item-paths.ts'
import { withClient } from '../server/with-client.ts'

/** Adds `session ls|show|cancel|rm`. */
export const addSessionCommands = (program: Command, signal: AbortSignal): void => {
  const session = program.command('session').description('Look at and end your update sessions')
  session
    .command('ls')
    .description('List your update sessions, of one item or all')
    .argument('[item]', 'LIBRARY/ITEM, or its id')
    .action((name: string | undefined, _: unknown, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        const item = name === undefined ? undefined : await findItem(client, name, signal)
        const filter = item ? { library_item_id: item.id } : {}
        const ids = await client.updateSession.list(filter, { signal })
        const found = await getAll(ids, (id) => getSession(client, id, signal))
        const sessions = await withPaths(client, found, signal)
        output.result(sessions, () => sessionTable(sessions))
      }),
    )
  session
    .command('show')
    .description('Show an update session and its files')
    .argument('<session>', 'its id')
    .action((id: string, _: unknown, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        const found = await getSession(client, id, signal)
        const [shown = found] = await withPaths(client, [found], signal)
        const files = await client.updateSessionFile.list({ update_session_id: id }, { signal })
        output.result({ ...shown, files }, () => [
          ...sessionTable([shown]),
          ...(found.error_message ? ['', found.error_message.default_message] : []),
          ...(files.length > 0 ? [''] : []),
          ...table(
            ['FILE', 'SOURCE', 'STATUS', 'RECEIVED', 'SIZE', 'ERROR'],
            files.map((file) => [
              file.name,
              file.source_type,
              file.status,
              formatBytes(file.bytes_transferred),
              file.size === undefined ? '' : formatBytes(file.size),
              file.error_message?.default_message ?? '',
            ]),
          ),
        ])
      }),
    )
  session
    .command('cancel')
    .description('Cancel an ACTIVE update session: nothing of it reaches its item')
    .argument('<session>', 'its id')
    .action((id: string, _: unknown, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        await client.updateSession.cancel({ update_session_id: id }, { signal })
        output.result({ id, state: 'CANCELED' }, () => [`Cancelled session ${id}`])
      }),
    )
  session
    .command('rm')
    .description('Remove an update session that has ended')
    .argument('<session>', 'its id')
    .option('-f, --force', 'cancel it first when it is still ACTIVE')
    .action((id: string, { force = false }: { force?: boolean }, command: Command) =>
      withClient(command, signal, async ({ client, output }) => {
        await removeSession(client, id, force, signal)
        output.result({ id }, () => [`Removed session ${id}`])
      }),
    )
}

const getSession = async (client: Client, id: string, signal: AbortSignal) => ({
  ...(await client.updateSession.get({ update_session_id: id }, { signal })),
  id,
})

type FoundSession = Awaited<ReturnType<typeof getSession>>

/** The sessions with the names of their items, where these are still there. */
const withPaths = async (
  client: Client,
  sessions: readonly FoundSession[],
  signal: AbortSignal,
): Promise<readonly (FoundSession & { readonly item_path?: string })[]> => {
  const itemIds = sessions.map(({ library_item_id }) => library_item_id)
  const paths = await itemPaths(client, itemIds, signal)
  return sessions.map((session) => {
    const path = paths.get(session.library_item_id ?? '')
    return path === undefined ? session : { ...session, item_path: path }
  })
}

const sessionTable = (
  sessions: readonly (FoundSession & { readonly item_path?: string })[],
): readonly string[] =>
  table(
    ['SESSION', 'STATE', 'PROGRESS', 'EXPIRES', 'ITEM'],
    sessions.map((one) => [
      one.id,
      one.state ?? '',
      `${one.client_progress ?? 0}%`,
      one.expiration_time ?? '',
      one.item_path ?? one.library_item_id ?? '',
    ]),
  )

const removeSession = async (
  client: Client,
  id: string,
  force: boolean,
  signal: AbortSignal,
): Promise<void> => {
  const session = { update_session_id: id }
  if (force) {
    await client.updateSession.cancel(session, { signal }).catch((error: unknown) => {
      // It has ended by itself: what is wanted here.
      if (!isApiError(error, 'NOT_ALLOWED_IN_CURRENT_STATE')) throw error
    })
  }
  await client.updateSession.delete(session, { signal }).catch((error: unknown) => {
    if (force || !isApiError(error, 'NOT_ALLOWED_IN_CURRENT_STATE')) throw error
    throw new CommandError(`${error.message} Or do both at once with --force.`)
  })
}
